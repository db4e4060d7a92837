"""Filing: one transaction from a draft to a numbered appeal with its receipt, and the same for its correction."""
