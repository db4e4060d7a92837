"""Persons: their identifiers, names in two scripts and many spellings, and what is left out of a text about them."""
