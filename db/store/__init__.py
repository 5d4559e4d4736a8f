"""Opening the store: engine, transactions, revision and audit line, and fast bulk inserts.

Knows databases and transactions. Does not know what is stored.
"""
