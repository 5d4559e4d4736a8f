"""The pieces of the metric page: summary, chart captions and events, monthly table, comparisons, downloads.

Does not know any other page's room. Drawings come from `pages.figures`, words from `pages.language`.
"""
