"""Tests of pages.packs.workbook."""
