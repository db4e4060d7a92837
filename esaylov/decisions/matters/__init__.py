"""Matters without an appeal and annulments, and what stands in the way of both."""
