"""Whether a bench and its site are as an election needs them; see README.md."""
