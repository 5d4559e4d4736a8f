"""Tests of pages.parts.board."""
