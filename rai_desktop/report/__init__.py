"""The report and its bundle, made from the saved project alone."""
