"""Sums that are kept up to date with every change, and how operational figures add up through the units.

Knows live facts and sums. Does not know what metrics mean, reports or pages.
"""
