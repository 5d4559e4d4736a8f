"""Tests of db.formats.rows."""
