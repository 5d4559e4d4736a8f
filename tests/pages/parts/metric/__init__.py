"""Tests of pages.parts.metric."""
