"""A pack or a single table as an Excel workbook or CSV, with typed cells and native charts.

Does not know the store.
"""
