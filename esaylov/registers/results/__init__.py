"""Results of an election: see README.md; the public door is `service`."""
