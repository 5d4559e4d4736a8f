"""What the board is told: a month's scorecards as a pack, the commentary, what moved since, publishing and sending.

Knows the store and the words, never the screen.
"""
