"""The registers as they would be after a decision, and the rules that hold for them."""
