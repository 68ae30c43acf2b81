"""What was found: measurements judged by a policy."""
