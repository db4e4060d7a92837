"""Filings of the sixty types over HTTP: the world they need, sample answers, and a table of cases."""
