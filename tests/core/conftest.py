"""How many examples property tests try: few in the fast profile, many with ESAYLOV_FULL=1."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("core-fast", max_examples=40, stateful_step_count=15, deadline=None)
settings.register_profile(
	"core-full",
	max_examples=2_000,
	stateful_step_count=40,
	deadline=None,
	suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("core-full" if os.environ.get("ESAYLOV_FULL") == "1" else "core-fast")
