"""Values put into words: numbers, dates, labels, sentences, and which claims a headline may make.

Knows the meaning of metrics' values. Does not know Streamlit, SQL or HTML, so pages, packs and the command line
use the same words.
"""
