"""How often the product's claims are wrong, and how often they find what is there, in companies that are made up."""
