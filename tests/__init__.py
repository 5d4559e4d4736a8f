"""The proof: the tree of the product again, each module beside what it holds to account."""
