"""How far the data of a month have come in: up to which day, and from how many of the usual units.

Knows rows and their days, not what is said of a month that is not whole.
"""
