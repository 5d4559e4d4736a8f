"""From bytes to a table of text cells: file type, encoding, delimiter, workbook sheets, headings.

Does not know what a column means or how a cell is read as a value.
"""
