"""Signatures of decisions, and all that follows from the last one."""
