"""Chart data to pictures: one look for window and report."""
