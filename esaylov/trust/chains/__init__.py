"""The chains of events: written, walked, adopted, exported and witnessed."""
