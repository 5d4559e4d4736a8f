"""From a column to a suggested role, with how sure the suggestion is and why.

Suggests and decides nothing; what is unclear becomes a question.
Does not know a person's choices or how rows are read.
"""
