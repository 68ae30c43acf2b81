"""The document an analyst saves."""
