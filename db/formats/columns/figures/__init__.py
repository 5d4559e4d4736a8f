"""The columns of visits, operations and benchmarks: what each holds, and whether a table holds figures at all.

Proposes roles as the room around it does for surveys. Reads no rows and decides nothing.
"""
