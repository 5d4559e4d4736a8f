"""Tests of db.totals."""
