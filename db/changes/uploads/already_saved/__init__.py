"""What of a file is already saved: how answers without a response id, and counted results, are known again.

Says which of several alike count; does not know how a file is read or how a question about it is worded.
"""
