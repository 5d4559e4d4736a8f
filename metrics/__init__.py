"""What is measured and how: pure rules over numbers, in plain Python.

Knows no store, no page and no library but Python's own.
"""
