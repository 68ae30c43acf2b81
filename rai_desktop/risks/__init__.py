"""What may go wrong: the scale, harms that answers and findings suggest, the register and its actions."""
