"""What the product costs, as ratios within one run, so that any machine may check the promise."""
