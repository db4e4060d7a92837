"""What is known besides the answers of a form: who files, which records may be named, what else is open."""
