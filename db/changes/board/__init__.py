"""Changes for the board: commentary, decisions, assumptions, editions, members and the sending log.

Knows packs and files as plain data. Does not know how a pack is built or drawn.
"""
