"""From answers to evidence: what is counted, by which formula, and how satisfied a person was.

Knows scores and counts. Does not know where they are stored or which days they are from.
"""
