"""The pieces of the Units page: its controls, which units are listed in which order, and the table.

Does not know any other page's room.
"""
