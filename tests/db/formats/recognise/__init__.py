"""Tests of db.formats.recognise."""
