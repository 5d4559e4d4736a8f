"""The store and the files that fill it: the only place with SQL.

Knows `metrics` and calls it for every calculation. Does not know pages, Streamlit or Plotly.
"""
