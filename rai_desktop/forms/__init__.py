"""Answers leave and come back as files that people without the program can fill in."""
