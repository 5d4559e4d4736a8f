"""Tests of pages.parts.landing."""
