"""The team page as text: one unit's metrics, praise, problems and actions.

Does not know any other page's room.
"""
