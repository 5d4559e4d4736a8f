"""Tests of metrics.spc."""
