"""Intervals, differences and other statistical methods, each with its published source.

Knows evidence and numbers. Does not know names, units of the organisation or where values are stored.
"""
