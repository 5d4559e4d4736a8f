"""From a cell to a value: dates, numbers, scores, answer labels, personal data.

Holds the lexicon of answer words by concept and language. Does not know columns, tables or tools.
"""
