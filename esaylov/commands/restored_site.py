"""Commands that release a site that was restored: `bench --site SITE esaylov-prepare-release`, `... esaylov-release`."""

import base64
from pathlib import Path

import click

from esaylov.commands.calls import call_on_site
from esaylov.commands.typed_paths import TypedPath

RELEASE = "esaylov.setup.operating.release"


@click.command("esaylov-prepare-release")
@click.option("--reason", required=True, help="why this copy is the site now; it is published in the chain")
@click.option("--margin", default=1_000, help="numbers of each counter that the other site may have given")
@click.option(
	"--given", multiple=True, metavar="COMMISSION|KIND=NUMBER", help="the last number that a receipt names"
)
@click.option("--waiting", type=click.Choice(["send", "stop"]), required=True, help="messages that wait")
@click.option("--output", type=TypedPath(dir_okay=False, writable=True, path_type=Path), required=True)
@click.pass_context
def prepare_release(
	context: click.Context, reason: str, margin: int, given: tuple[str, ...], waiting: str, output: Path
) -> None:
	"""Write the statement by which a restored site is released, for two administrators to sign."""
	pairs = [one.rpartition("=") for one in given]
	if not all(name and last.isdecimal() for name, _, last in pairs):
		raise click.ClickException("--given is COMMISSION|KIND=NUMBER")
	numbers = {name: int(last) for name, _, last in pairs}
	output.write_bytes(call_on_site(context, f"{RELEASE}.prepare_release", reason, margin, numbers, waiting))
	click.echo(f"{output}: two administrators sign these bytes, each with a detached signature (CMS).")


@click.command("esaylov-release")
@click.argument("statement", type=TypedPath(exists=True, dir_okay=False, path_type=Path))
@click.option("--signature", "signatures", multiple=True, type=TypedPath(exists=True, path_type=Path))
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
	found = call_on_site(context, f"{RELEASE}.release", statement.read_bytes(), signed, by_bench_owner)
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
