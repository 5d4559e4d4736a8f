"""Tests of pages.figures."""
