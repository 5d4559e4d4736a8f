"""Tests of pages.parts.history."""
