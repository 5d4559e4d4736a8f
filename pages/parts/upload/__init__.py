"""The pieces of the upload page: pending files, column review, unknown units, preview, saving and receipts.

Words the questions that `db.formats` asks as values. Does not read files itself.
Does not know any other page's room.
"""
