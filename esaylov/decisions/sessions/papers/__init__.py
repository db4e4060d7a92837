"""What a session shows and prints: protocol, screen of the hall, verification."""
