"""The server around the pages: navigation, roles, warm-up, health, headers, large uploads, stylesheet.

Knows which pages exist and how the server is reached. Does not know what a page shows.
"""
