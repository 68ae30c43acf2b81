"""The window: shows and edits, never computes."""
