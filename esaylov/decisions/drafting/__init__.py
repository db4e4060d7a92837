"""A decision before it is signed: its subject, rows, wording, who may decide, and what registers say."""
