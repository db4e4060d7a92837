"""What the calendar of an election announces, and campaigns to many people."""
