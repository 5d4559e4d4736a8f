"""The pieces of the settings page: the settings form, the list of units and the forms that change units.

Does not know any other page's room. Whether a change is allowed is decided in `db.changes`.
"""
