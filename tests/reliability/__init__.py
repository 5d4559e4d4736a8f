"""Kills, crowds, faults, flips, forgeries, restores and upgrades against whole stores, counted.

Each module holds one kind of harm and counts what it did in `Outcome`s; `make reliability` runs them all and prints the
table of `docs/RELIABILITY.md`. A short form of each runs with the other tests.
"""
