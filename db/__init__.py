"""What is kept: the only place that speaks SQL. Knows metrics, never pages."""
