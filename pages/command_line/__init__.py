"""The commands of `manage.py`, one module for each family, with the JSON documents that they print.

Calls the same functions as the pages and words their answers for a terminal. Does not know Streamlit.
"""
