"""Tests of pages.parts."""
