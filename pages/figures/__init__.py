"""Values drawn as Plotly figures or SVG: one function for each kind of drawing.

Takes numbers that are already calculated. Does not know Streamlit, the store or how a value was calculated.
"""
