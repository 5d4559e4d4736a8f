"""Tests of db.changes.uploads.already_saved."""
