"""Results of an election: tables, contests, who is elected, announcement."""
