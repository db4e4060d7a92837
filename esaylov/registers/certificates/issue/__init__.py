"""Certificates: formed, handed out, replaced and ended."""
