"""Formats of data that come from outside, read by their specifications. Parsers that know an appeal or a signature
belong to its package."""
