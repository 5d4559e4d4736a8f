"""Answers to readers' questions: asks `db.queries`, gives the evidence to `metrics`.

Contains no SQL and changes nothing. Does not know how an answer is drawn or worded.
"""
