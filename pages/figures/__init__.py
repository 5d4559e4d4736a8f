"""Values drawn: each function takes numbers that are worked out already and gives a figure. No Streamlit, no store, no arithmetic."""
