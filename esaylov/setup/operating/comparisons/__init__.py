"""The comparisons of a night: rows and states beside what was signed and chained."""
