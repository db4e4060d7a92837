"""The ground: territories, elections and their calendar, numbers of the law, bodies. See README.md."""
