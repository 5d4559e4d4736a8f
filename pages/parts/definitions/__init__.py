"""The texts of the definitions page: what each metric is, and how to read the numbers.

Written from the catalogue and the settings in force, so it cannot differ from what is calculated.
Does not know any other page's room.
"""
