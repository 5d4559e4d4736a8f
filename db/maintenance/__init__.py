"""Care of the whole store: backup and restore, integrity checks, the sample company.

Does not know pages; nothing else in `db` imports from here.
"""
