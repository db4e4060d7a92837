"""Jobs that verify the chains: every ten minutes what is new, every night all of it. A fault becomes a finding and a
notification."""

from esaylov.permissions.configuration import service as configuration
from esaylov.trust import service as trust


def publish_heads() -> None:
	"""Job: publish the heads of the chains whose new events are true; record a fault of the others at once."""
	faults = {*trust.publish_verified().faults, *trust.find_lost_events(is_recent=True)}
	if faults:
		configuration.record_chain_faults(faults, is_complete=False)


def verify_chains() -> None:
	"""Job: verify every chain from its first event; record each fault, and close the findings about chains that hold again."""
	configuration.record_chain_faults(trust.broken_chains(), is_complete=True)
