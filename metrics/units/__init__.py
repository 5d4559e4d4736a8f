"""Many units or channels side by side: fair comparison, funnel, which to look at first, what must stay hidden.

Knows the evidence of the parts. Does not know where it is stored or who may see it.
"""
