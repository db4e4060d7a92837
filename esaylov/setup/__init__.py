"""What puts a site together, and whether it is as it should be."""
