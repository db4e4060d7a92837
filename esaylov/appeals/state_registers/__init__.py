"""What state registers say about people, and who looked at it; see README.md."""
