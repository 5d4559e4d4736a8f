"""Tests of db.migrations."""
