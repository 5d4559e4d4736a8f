"""Tests of db.changes.units."""
