"""The second program, both ends of one pipe."""
