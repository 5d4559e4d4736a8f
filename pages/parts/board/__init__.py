"""The pieces of the board page: the sheet, its editions and their status, and the editor below the sheet.

Shows the same pack that is printed. Does not know any other page's room and calculates nothing.
"""
