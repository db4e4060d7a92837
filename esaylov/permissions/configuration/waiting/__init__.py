"""Changes that wait for a second person: proposed, shown, approved and refused."""
