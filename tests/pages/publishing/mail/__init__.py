"""Tests of pages.publishing.mail."""
