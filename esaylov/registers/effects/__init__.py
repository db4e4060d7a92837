"""What a signed decision writes to each register, and how an annulment undoes it."""
