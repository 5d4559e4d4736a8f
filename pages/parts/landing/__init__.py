"""The pieces of the landing page: overview, where to look first, initiatives, the data behind the page.

Does not know any other page's room.
"""
