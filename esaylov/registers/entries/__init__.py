"""Entries of the registers, their history and seals, and the answers that they are made of."""
