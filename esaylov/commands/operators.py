"""The commands of operators: each calls one function of the app on a site and prints its answer. Listed in docs/operators/commands.md."""

from typing import Any, Final, NamedTuple

import click

from esaylov.commands.calls import call_on_site, print_answer
from esaylov.commands.typed_paths import JsonFile, TypedPath
from esaylov.core.formats.language import LANGUAGES

PREFIX: Final = "esaylov-"


class Operation(NamedTuple):
	"""name: of the command, without the prefix. function: dotted path. help: what it does, as the page of commands says it."""

	name: str
	function: str
	help: str
	parameters: tuple[click.Parameter, ...] = ()


def _words(name: str, shown: str = "") -> tuple[click.Parameter, ...]:
	"""An argument that must be given. name: as the function names it. shown: as the help shows it, where that is clearer."""
	return (click.Argument([name], metavar=shown or None),)


REASON: Final = click.Option(["--reason"], required=True, help="why; it is published in the chain or the log")
OPERATING: Final = "esaylov.setup.operating"
RETENTION: Final = "esaylov.setup.retention"
VERIFICATION: Final = "esaylov.setup.verification.reporting"
WITHOUT_FILING: Final = click.Option(
	["--with-filing/--without-filing"], default=True, help="whether a filing is tried and taken back"
)

OPERATIONS: Final = (
	Operation(
		"verify",
		f"{VERIFICATION}.verify",
		"Check the bench and its site; what is wrong, and how to mend it.",
		(WITHOUT_FILING,),
	),
	Operation(
		"verify-json", f"{VERIFICATION}.report", "Check the same, as JSON for a script.", (WITHOUT_FILING,)
	),
	Operation(
		"load-demonstration",
		"esaylov.setup.demo.loading.load",
		"Make what is missing of the demonstration; its address and logins.",
		(
			click.Option(
				["--language"],
				default="uz",
				type=click.Choice(list(LANGUAGES)),
				help="in which new logins begin",
			),
			click.Option(["--counted"], is_flag=True, help="with a by-election that is over"),
			click.Option(["--staged"], is_flag=True, help="with elections at other stages"),
		),
	),
	Operation(
		"create-administrators",
		"esaylov.setup.administrators.create",
		"Create the first two administrators from a JSON file.",
		(click.Argument(["people"], metavar="FILE", type=JsonFile()),),
	),
	Operation(
		"confirm-change",
		"esaylov.permissions.configuration.waiting.changes.confirm_by_bench",
		"Confirm a proposed change in an emergency, without a second administrator.",
		(*_words("change"), REASON),
	),
	Operation(
		"find-changes",
		"esaylov.permissions.configuration.comparison.find",
		"Compare the configuration with the changes that were signed.",
	),
	Operation(
		"open-login",
		"esaylov.permissions.configuration.waiting.emergency_login.open_login",
		"Make a link by which an administrator sets a new password.",
		(*_words("user"), REASON),
	),
	Operation(
		"enrol-second-factor",
		"esaylov.identity.logins.second_factor.enrol",
		"Make a new secret for the one-time codes of a user.",
		_words("user"),
	),
	Operation(
		"take-census",
		f"{OPERATING}.inventory.census",
		"Count versions, rows, stored files and heads of chains, as JSON.",
	),
	Operation(
		"compare-census",
		f"{OPERATING}.inventory.deviations",
		"Say how the site differs from a census, or lies between two; `[]` when all is as it was.",
		(
			click.Argument(["before"], type=JsonFile()),
			click.Argument(["after"], type=JsonFile(), required=False),
		),
	),
	Operation(
		"describe-lost-files",
		f"{OPERATING}.inventory.describe_lost_files",
		"Name stored files that are missing or changed; `[]` when none is.",
	),
	Operation(
		"compare-files",
		f"{OPERATING}.file_sweep.compare",
		"Run the nightly comparison of stored files at once.",
	),
	Operation(
		"hold-site",
		"esaylov.framework.place.hold",
		"Hold a copy: it refuses each write until it is released.",
	),
	Operation(
		"show-request-times",
		f"{OPERATING}.levels.request_times",
		"Show times and failures of requests by method and part of the site.",
	),
	Operation(
		"note-tls-end", f"{OPERATING}.tls_end.note_tls_end", "Look when the TLS certificate of the site ends."
	),
	Operation(
		"verify-chains",
		f"{OPERATING}.comparisons.chain_alarm.verify_chains",
		"Verify every chain from its first event.",
	),
	Operation(
		"publish-heads",
		f"{OPERATING}.comparisons.chain_alarm.publish_heads",
		"Publish the heads of the chains.",
	),
	Operation(
		"find-lost-events",
		"esaylov.trust.chains.event_witness.find_lost_events",
		"Find events that were committed on this machine and are gone.",
	),
	Operation(
		"adopt-events",
		"esaylov.trust.jobs.adopt_events",
		"After an inquiry: adopt events without a valid MAC; how many.",
		_words("commission"),
	),
	Operation(
		"rotate-signing-key",
		f"{OPERATING}.signing_key.rotate_signing_key",
		"Sign with a new key from now on, in maintenance mode; its ID.",
	),
	Operation(
		"fetch-revocation-lists",
		"esaylov.trust.revocation.fetch_all",
		"Fetch the lists of revoked certificates of all active authorities; how many were newer.",
	),
	Operation("forget-pages", "esaylov.portal.built.jobs.forget", "Build each page of the portal anew."),
	Operation(
		"order-certificates",
		"esaylov.registers.certificates.issue.jobs.order_missing",
		"Order the PDFs of a decision that were not drawn; how many.",
		_words("decision"),
	),
	Operation(
		"read-held-files",
		"esaylov.appeals.review.scan_jobs.release",
		"Where no scanner is left: let files that wait for it be read; how many.",
		(REASON,),
	),
	Operation(
		"redact-stored",
		"esaylov.framework.redaction.redact_stored",
		"Leave personal numbers out of log rows that are stored; how many rows of each DocType.",
	),
	Operation(
		"prepare-report-user",
		"esaylov.setup.report_user.prepare",
		"Write the statements that make the database user of reports.",
		(click.Argument(["to"], metavar="FILE", type=TypedPath(dir_okay=False, writable=True)),),
	),
	Operation(
		"switch-on-report-user",
		"esaylov.setup.report_user.switch_on",
		"Read reports and exports as that user.",
	),
	Operation(
		"rehearse-retention",
		f"{RETENTION}.erasing.rehearse",
		"Show what each rule of retention would erase; nothing is written.",
	),
	Operation(
		"rehearse-archive",
		f"{RETENTION}.archive.commands.rehearse",
		"Count the rows that the archive of an election would have.",
		_words("election"),
	),
	Operation(
		"propose-archive",
		f"{RETENTION}.archive.commands.propose",
		"Propose the archive of an election; its name.",
		_words("election"),
	),
	Operation(
		"make-archive",
		f"{RETENTION}.archive.orders.make",
		"Make the package of an archive and seal it.",
		_words("name", "ARCHIVE"),
	),
	Operation(
		"verify-archive",
		f"{RETENTION}.archive.commands.verify",
		"Compare the bytes of an archive with its row and its event.",
		_words("archive"),
	),
)


def _command(operation: Operation) -> click.Command:
	"""The command of an operation."""

	@click.pass_context
	def run(context: click.Context, /, **named: Any) -> None:
		print_answer(call_on_site(context, operation.function, **named))

	return click.Command(
		f"{PREFIX}{operation.name}", callback=run, params=[*operation.parameters], help=operation.help
	)


OPERATORS: Final = [_command(operation) for operation in OPERATIONS]
