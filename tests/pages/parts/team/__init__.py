"""Tests of pages.parts.team."""
