"""Tests of db.formats.files."""
