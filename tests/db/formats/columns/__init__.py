"""Tests of what the columns of a table are taken for."""
