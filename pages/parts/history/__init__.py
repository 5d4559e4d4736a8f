"""The pieces of the upload history: the list of uploads, and the form that erases one person's answers.

Does not know any other page's room. Undo and erasing themselves happen in `db.changes.uploads`.
"""
