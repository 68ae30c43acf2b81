"""Mathematics anyone can check: counts of rows in, rates, curves and intervals out."""
