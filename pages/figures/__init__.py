"""Values drawn: each function takes numbers that are worked out already. No Streamlit, no store, no arithmetic."""
