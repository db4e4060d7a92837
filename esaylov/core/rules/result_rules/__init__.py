"""Rules over the result of a decision: compositions, lists and mandates as they would be after it."""
