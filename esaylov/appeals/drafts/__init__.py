"""Drafts: filled in, with files and tables, checked and confirmed before they are filed."""
