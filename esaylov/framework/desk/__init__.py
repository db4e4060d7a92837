"""What the Desk shows of any document: notices, values in words, fields and reports within the rights of a reader."""
