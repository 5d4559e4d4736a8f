"""Sending an edition by e-mail: the message, the mail server's settings, and the attempts.

Does not know how a pack is built or drawn, and never puts a password into a message or a log.
"""
