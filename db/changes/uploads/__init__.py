"""Uploads: importing, saving, undoing and erasing, under one law for conflicting facts.

After any imports and undos every figure equals that of a store into which only the live uploads were imported.
Does not know how a file is drawn or how a question is worded.
"""
