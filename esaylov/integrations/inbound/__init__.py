"""Doors for other systems: keys with scopes and limits, and webhooks."""
