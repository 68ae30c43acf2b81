"""Looking at each other's work: comments, review copies, signatures, versions side by side."""
