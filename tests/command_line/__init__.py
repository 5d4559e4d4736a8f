"""The command line as people's scripts meet it."""
