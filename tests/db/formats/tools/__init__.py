"""Tests of db.formats.tools."""
