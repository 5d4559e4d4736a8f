"""A reader's question answered: asks `db.queries`, hands the evidence to `metrics`, hides small groups.

Contains no SQL and changes nothing. Does not know how an answer is drawn or worded.
"""
