"""Tests of db.reports."""
