"""Tests of pages.frame."""
