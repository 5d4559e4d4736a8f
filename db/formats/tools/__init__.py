"""The exports of survey tools: how each is recognised and which of its columns mean what.

Does not know metrics' statistics, other columns' suggestions or how rows are read.
"""
