"""Whether the rules say what their sources say."""
