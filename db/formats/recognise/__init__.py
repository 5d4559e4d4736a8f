"""What a file is: the registry of formats, the choice of a sheet, and the answer of `inspect`.

Stores nothing and decides nothing that a person should decide.
"""
