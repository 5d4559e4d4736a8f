"""Tests of db.queries."""
