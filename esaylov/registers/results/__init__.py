"""Results of an election: see README.md."""
