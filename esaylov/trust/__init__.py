"""What makes the record believable: hash chains, verified signatures, the server's own key. See README.md."""
