"""Which configuration needs two persons, who approves it, and what its states are."""
