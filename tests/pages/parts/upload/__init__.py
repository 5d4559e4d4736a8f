"""Tests of pages.parts.upload."""
