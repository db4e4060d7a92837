"""Files of users and of the system: stored by their hash, checked, drawn and read outside the web threads."""
