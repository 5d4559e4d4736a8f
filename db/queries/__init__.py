"""Every question to the store, by subject: SELECTs that return values of the field, never rows.

Changes nothing and judges nothing. Does not know reports, changes or pages.
"""
