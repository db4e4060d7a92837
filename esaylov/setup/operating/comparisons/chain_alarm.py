"""Jobs that verify the chains: every ten minutes what is new, every night all of it. A fault becomes a finding and a
notification."""

from esaylov.permissions.configuration import chain_faults
from esaylov.trust import heads, jobs
from esaylov.trust.chains import event_witness


def publish_heads() -> None:
	"""Job: publish the heads of the chains whose new events are true; record a fault of the others at once."""
	lost = event_witness.find_lost_events(is_recent=True)
	if faults := heads.publish_verified(lost).faults:
		chain_faults.record_chain_faults(faults, is_complete=False)


def verify_chains() -> None:
	"""Job: verify every chain from its first event; record each fault, and close the findings about chains that hold again."""
	chain_faults.record_chain_faults(jobs.verify_all(), is_complete=True)
