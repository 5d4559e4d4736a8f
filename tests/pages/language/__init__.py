"""Tests of pages.language."""
