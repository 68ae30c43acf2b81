"""RAI Desktop: responsible-AI assessments at a workstation with no network."""

__version__ = "0.1.0"
