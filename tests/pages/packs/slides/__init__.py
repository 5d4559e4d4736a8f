"""Tests of pages.packs.slides."""
