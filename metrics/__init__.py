"""What is measured and how: pure functions over values, in plain Python.

Knows no store, no page and no library except Python's own.
"""
