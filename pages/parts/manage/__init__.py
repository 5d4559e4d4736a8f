"""The texts of the pages for managing: standards, benchmarks, actions, initiatives and the mailing list.

Does not know any other page's room.
"""
