"""A pack as PDF, typeset by Typst, with its drawings and templates.

Data reaches a template as JSON, never as markup. Does not know the store.
"""
