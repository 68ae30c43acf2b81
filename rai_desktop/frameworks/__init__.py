"""What binds: clauses of laws, standards and guidance, and what is evidence for them."""
