"""Statistical process control: control limits, special causes, and the control chart read from them.

Knows a series of values in order. Does not know dates, units or stores.
CONTROL_CHARTS.md lists where it differs from the accepted reference.
"""
