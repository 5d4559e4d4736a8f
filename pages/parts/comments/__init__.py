"""The pieces of the comments page: counts, how satisfied people were, turn-offs and the comments.

Does not know any other page's room. Which comments may be shown is decided in `db` and `metrics`.
"""
