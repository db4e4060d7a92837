"""Ways to log in: OneID, electronic signature, code by SMS, passkey."""
