"""What the reader sees: each `.py` file directly in this folder is one page, about a screenful of code.

A page asks `db` (reports, queries, changes) and draws with the rooms beside it. No SQL, no statistics.
Nothing outside `pages` imports from here, except the two entrances `app.py` and `manage.py`.
"""
