"""Streamlit pieces that several pages share: the cache, filters, forms, errors, HTML and the metric table.

What serves a single page lies in that page's room below. Shared pieces do not import from those rooms.
"""
