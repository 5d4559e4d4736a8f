"""A pack as a value and as files: PDF, PowerPoint, Excel and zip, from the same values.

Does not know Streamlit, the store or how a value was calculated.
"""
