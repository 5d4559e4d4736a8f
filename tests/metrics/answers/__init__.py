"""Tests of metrics.answers."""
