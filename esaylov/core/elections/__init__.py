"""The calendar of an election: its kinds, stages, limits in days, and how long its rows are kept."""
