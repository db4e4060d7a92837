"""Messages handed over to gateways, and what the gateways report."""
