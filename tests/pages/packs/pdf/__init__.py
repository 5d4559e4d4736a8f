"""Tests of pages.packs.pdf."""
