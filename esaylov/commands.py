"""Read by `bench` before any of its commands: a worker gets what jobs need into its memory before it begins.

Frappe's worker makes a process for every job, and each would import all this again: a second and more of a core for a
job that hands over one message. The module has this name because `frappe.utils.bench_helper` looks for it.

Its commands release a site that was restored: `bench --site SITE esaylov-prepare-release`, `… esaylov-release`.
"""

import base64
import importlib
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from esaylov.framework.cache_away import treat_read_only_as_absent
from esaylov.framework.log_records import redact_log_records

WORKERS = {"worker", "worker-pool"}
JOBS = (
	"esaylov.registers.certificates.jobs",
	"esaylov.decisions.jobs",
	"esaylov.appeals.inbox.jobs",
	"esaylov.integrations.inbound.service",
	"esaylov.setup.imports.jobs",
	"esaylov.messages.jobs",
	"esaylov.appeals.state_registers.jobs",
	"esaylov.portal.service",
	"esaylov.elections.preparation.jobs",
	"esaylov.decisions.sessions.service",
)
PRINTER = "weasyprint"


def preload() -> None:
	"""Import what the jobs of this app import. Safe without a site."""
	for name in JOBS:
		importlib.import_module(name)
	importlib.import_module("esaylov.portal.service").load_pages()
	with suppress(
		ImportError, OSError
	):  # a bench that prints by other means may lack it, or the libraries it draws with
		importlib.import_module(PRINTER)


def _on_site(context: click.Context, function: str, *arguments: Any) -> Any:
	"""What a function of operating answers on the site that `--site` names; a refusal is one line."""
	import frappe

	from esaylov.framework.errors import EsaylovError, in_words

	sites = context.obj["sites"] if isinstance(context.obj, dict) else context.obj.sites
	if not sites or len(sites) != 1:
		raise click.ClickException("name one site: bench --site SITE ...")
	frappe.init(sites[0])
	frappe.connect()
	try:
		answer = getattr(importlib.import_module("esaylov.setup.operating.service"), function)(*arguments)
		frappe.db.commit()  # a command of its own
		return answer
	except EsaylovError as refusal:
		raise click.ClickException(in_words(refusal, "en")) from refusal
	finally:
		frappe.destroy()


@click.command("esaylov-prepare-release")
@click.option("--reason", required=True, help="why this copy is the site now; it is published in the chain")
@click.option("--margin", default=1_000, help="numbers of each counter that the other site may have given")
@click.option(
	"--given", multiple=True, metavar="COMMISSION|KIND=NUMBER", help="the last number that a receipt names"
)
@click.option("--waiting", type=click.Choice(["send", "stop"]), required=True, help="messages that wait")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.pass_context
def prepare_release(
	context: click.Context, reason: str, margin: int, given: tuple[str, ...], waiting: str, output: Path
) -> None:
	"""Write the statement by which a restored site is released, for two administrators to sign."""
	pairs = [one.rpartition("=") for one in given]
	if not all(name and last.isdecimal() for name, _, last in pairs):
		raise click.ClickException("--given is COMMISSION|KIND=NUMBER")
	numbers = {name: int(last) for name, _, last in pairs}
	output.write_bytes(_on_site(context, "prepare_release", reason, margin, numbers, waiting))
	click.echo(f"{output}: two administrators sign these bytes, each with a detached signature (CMS).")


@click.command("esaylov-release")
@click.argument("statement", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--signature", "signatures", multiple=True, type=click.Path(exists=True, path_type=Path))
@click.option(
	"--by-bench-owner",
	is_flag=True,
	help="emergency: fewer than two administrators can sign; the chain records it, and an alarm rings for a week",
)
@click.pass_context
def release(
	context: click.Context, statement: Path, signatures: tuple[Path, ...], by_bench_owner: bool
) -> None:
	"""Release a restored site by the signatures of two administrators over a statement."""
	signed = [_read_signature(path) for path in signatures]
	found = _on_site(context, "release", statement.read_bytes(), signed, by_bench_owner)
	cancelled = f", {found.cancelled} were cancelled" if found.cancelled else ""
	click.echo(
		f"Released. SMS messages: {found.messages} go out{cancelled}. Webhook deliveries: {found.deliveries} go out."
	)


def _read_signature(path: Path) -> str:
	"""Base64 of a signature that is a file of DER, PEM or Base64."""
	content = path.read_bytes()
	if content[:1] == b"\x30":
		return base64.b64encode(content).decode()
	return "".join(
		line for line in content.decode("ascii", "replace").splitlines() if not line.startswith("-----")
	)


commands = [prepare_release, release]
redact_log_records()  # in workers and the scheduler, which bench starts
treat_read_only_as_absent()
if WORKERS.intersection(sys.argv):
	preload()
