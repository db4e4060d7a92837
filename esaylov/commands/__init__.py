"""Read by `bench` before any of its commands: the commands of operators, and what a worker imports before it begins.

Frappe's worker makes a process for every job, and each would import all this again: a second and more of a core for a
job that hands over one message. The package has this name because `frappe.utils.bench_helper` looks for it.
"""

import importlib
import sys
from contextlib import suppress

from esaylov.commands.operators import OPERATORS
from esaylov.commands.restored_site import prepare_release, release
from esaylov.framework.cache_away import treat_read_only_as_absent
from esaylov.framework.log_records import redact_log_records

WORKERS = {"worker", "worker-pool"}
JOBS = (
	"esaylov.registers.certificates.issue.jobs",
	"esaylov.decisions.signatures.jobs",
	"esaylov.appeals.inbox.jobs",
	"esaylov.integrations.inbound.deliveries",
	"esaylov.setup.imports.jobs",
	"esaylov.messages.delivery.jobs",
	"esaylov.appeals.state_registers.jobs",
	"esaylov.portal.built.jobs",
	"esaylov.elections.preparation.jobs",
	"esaylov.decisions.sessions.steps.jobs",
)
PRINTER = "weasyprint"


def preload() -> None:
	"""Import what the jobs of this app import. Safe without a site."""
	for name in JOBS:
		importlib.import_module(name)
	importlib.import_module("esaylov.portal.routes").addresses()
	with suppress(
		ImportError, OSError
	):  # a bench that prints by other means may lack it, or the libraries it draws with
		importlib.import_module(PRINTER)


commands = [*OPERATORS, prepare_release, release]
redact_log_records()  # in workers and the scheduler, which bench starts
treat_read_only_as_absent()
if WORKERS.intersection(sys.argv):
	preload()
