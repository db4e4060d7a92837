"""Texts of messages and the values of their places."""
