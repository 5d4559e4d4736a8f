"""From suggestions and a person's choices to one mapping, or to the questions that are left.

A person's choice wins over any suggestion. Does not read rows.
"""
