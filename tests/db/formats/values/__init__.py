"""Tests of db.formats.values."""
