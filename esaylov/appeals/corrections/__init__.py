"""Rounds of correction of a filed appeal, and what must hold of it whoever saves it."""
