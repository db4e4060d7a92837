"""Who reaches which rows, and what stands in the Desk."""
