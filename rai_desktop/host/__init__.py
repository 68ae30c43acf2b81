"""The program in which a stranger's model lives; any Python from 3.8 runs it."""
