"""Tests of metrics.units."""
