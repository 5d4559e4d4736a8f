"""Changes to the units of the organisation: names, places, merging, closing, removing.

Moves the kept totals along, so that every figure is that of a store imported under the new structure.
Does not know files or reports.
"""
