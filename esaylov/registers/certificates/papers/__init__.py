"""Certificates on paper: words, layout, pictures and sheets."""
