"""Parts that several steps are made of."""
