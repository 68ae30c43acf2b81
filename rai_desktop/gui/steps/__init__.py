"""One page for each step, in the order an assessment is made."""
