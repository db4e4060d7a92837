"""Appeals (murojaat): from an empty form to a signed, numbered filing and its receipt. See README.md."""
