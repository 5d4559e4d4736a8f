"""Tests of db.formats.mapping."""
