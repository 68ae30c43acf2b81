"""Opens tables and models, and makes the subject that assessments ask."""
