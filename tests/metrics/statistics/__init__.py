"""Tests of metrics.statistics."""
