"""From records and a mapping to blocks of rows and their problems, in bounded memory.

Does not guess: what a column means is decided before. Does not know the store.
"""
