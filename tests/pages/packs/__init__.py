"""Packs are tried on a handwritten company and on everything odd that people may type."""
