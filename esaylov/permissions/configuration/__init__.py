"""Guarded configuration: roots of trust and what could go round permissions. See README.md."""
