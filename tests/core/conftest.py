"""How many examples property tests try: few in the fast profile, the same ones in each run; many with ESAYLOV_FULL=1.

A run of the fast profile says yes or no to a change, never to an example that came by chance or to a slow machine. New
examples are looked for in the long profile, which prints how to repeat what it found.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
	"core-fast",
	max_examples=40,
	stateful_step_count=15,
	deadline=None,
	derandomize=True,
	suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
	"core-full",
	max_examples=2_000,
	stateful_step_count=40,
	deadline=None,
	suppress_health_check=[HealthCheck.too_slow],
	print_blob=True,
)
settings.load_profile("core-full" if os.environ.get("ESAYLOV_FULL") == "1" else "core-fast")
