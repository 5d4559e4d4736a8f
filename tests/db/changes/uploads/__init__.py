"""Tests of db.changes.uploads."""
