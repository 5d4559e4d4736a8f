"""Tests of db.changes."""
