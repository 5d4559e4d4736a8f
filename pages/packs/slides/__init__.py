"""A pack as PowerPoint slides with native charts and tables that can be edited.

Does not know the store.
"""
