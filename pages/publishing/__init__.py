"""From the store to a pack: builds a month's pack, publishes it as an edition and sends it.

Knows the store and the words. Does not know the screen.
"""
