"""What a request carries besides its arguments, and how many requests there may be: addresses, sessions, headers, limits."""
