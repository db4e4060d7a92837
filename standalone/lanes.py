"""Which tests run beside which others, and the long runs that have a name."""

from dataclasses import dataclass
from operator import attrgetter

from standalone.paths import ROOT

SITE = "test.localhost"


@dataclass(frozen=True)
class Lane:
	"""Tests that run one after another, on a site and beside servers of their own; without a site, on nothing."""

	site: str
	arguments: list[str]

	@property
	def is_over_http(self) -> bool:
		"""Whether its tests may ask a web server or open a browser: all but those of WITHOUT_HTTP."""
		paths = [path for word in self.arguments if (path := ROOT / word.partition("::")[0]).exists()]
		return not paths or not all(
			any(path.is_relative_to(ROOT / room) for room in WITHOUT_HTTP) for path in paths
		)


# four lanes for two cores, about as long as each other: a test over HTTP waits for a page or a job half of its time, and the
# others go on. More lanes leave no core idle either, and cost their sites and servers. What is not named here
# runs in the last of them, or beside the core where it is a file.
# The core and what looks at the source are short and need no site: they begin beside the making of the sites, half of which is
# one step after another. In the long profile they are traced for the core's branches, which slows all that the process does
CORE = ["tests/core"]
ROADS = ["tests/e2e"]
WITHOUT_HTTP = ("tests/core", "tests/site")
LAST = ["tests/permissions"]  # rows of every kind, which the others need not meet
PARTS = {"tests/site": ("test_hook", "test_session_p"), "tests/web": ("test_login",)}
"""Folders whose files run in several lanes -> where each part but the first begins, by the names of the files."""


def _others() -> list[str]:
	"""The files and folders of tests that no list names."""
	named = {*CORE, *ROADS, *LAST, *PARTS}
	found = [
		path
		for path in sorted((ROOT / "tests").iterdir())
		if path.match("test_*.py") or any(path.glob("test_*.py"))
	]
	return [name for name in (str(path.relative_to(ROOT)) for path in found) if name not in named]


def _folders() -> list[str]:
	"""Folders that no list names, as that of the set-up: the shortest lane takes them."""
	return [name for name in _others() if not name.endswith(".py")]


def _of_source() -> list[str]:
	"""The files beside the folders: they read the source, and ask no site."""
	return [name for name in _others() if name.endswith(".py")]


def _part(folder: str, number: int) -> list[str]:
	"""The files of a part of a folder, counted from 0."""
	found = sorted((ROOT / folder).rglob("test_*.py"), key=attrgetter("name"))
	begins = PARTS[folder]
	return [
		str(path.relative_to(ROOT)) for path in found if sum(path.name >= name for name in begins) == number
	]


LANES = [
	Lane(SITE, _part("tests/site", 0)),
	Lane("test-second.localhost", _part("tests/site", 1)),
	Lane("test-web.localhost", [*_part("tests/web", 0), *LAST]),
	Lane("test-roads.localhost", [*_part("tests/site", 2), *_part("tests/web", 1), *ROADS, *_folders()]),
	Lane("", [*CORE, *_of_source()]),
]
APART = ["tests/web/test_desk_walk.py", "tests/web/test_desk_pages_walk.py", "tests/standalone"]
"""What takes half an hour and more in the long profile, and seconds in the other."""
FULL_LANES = [
	*(Lane(lane.site, [path for path in lane.arguments if path not in APART]) for lane in LANES),
	Lane("test-apart.localhost", APART),
]
"""The lanes of `script/test --full`: one more, as the longest says how long an order takes."""
LONG = {
	"properties": ("2,000 examples for each property of the core", ["tests/core"]),
	"fuzz": (
		"100,000 broken containers of signatures, of each kind of key, with and without a stamp; 2,000 made-up files of types; 10,000"
		" tokens, payloads, papers and boundaries of each kind, workbooks, imports, pictures, addresses; others"
		" each time (ESAYLOV_FUZZ_FROM), ten times as many by ESAYLOV_FUZZ_TIMES=10",
		[
			"tests/core/test_signing_fuzz.py",
			"tests/core/test_second_opinions.py",
			"tests/core/test_input_fuzz.py",
			"tests/site/appeals/studio/test_building_fuzz.py",
			"tests/site/setup/test_input_fuzz.py",
			"tests/web/test_address_fuzz.py",
		],
	),
	"bodies": (
		"10,000 malformed bodies and forms: guards and framework read the same values; others each time (ESAYLOV_FUZZ_FROM)",
		["tests/site/request_filter/test_malformed_bodies.py", "tests/core/test_strict_json.py"],
	),
	"fuzzing": (
		"60 made-up calls of each operation of /openapi.json, by six callers",
		["tests/permissions/test_contract_cases.py"],
	),
	"roads": (
		"every road of the framework to a decided state, tried by everybody",
		["tests/permissions/test_roads.py"],
	),
	"insiders": (
		"each kind of change in the database past the log, or of what was signed, found",
		[
			"tests/site/permissions/configuration/test_insiders.py",
			"tests/site/setup/operating/comparisons/test_insiders_bytes.py",
			"tests/site/setup/operating/comparisons/test_insiders_doctypes.py",
			"tests/site/setup/operating/comparisons/test_insiders_entries.py",
			"tests/site/permissions/configuration/test_insiders_ground.py",
			"tests/site/setup/operating/comparisons/test_insiders_planted.py",
			"tests/site/setup/operating/comparisons/test_insiders_signed.py",
			"tests/site/setup/operating/comparisons/test_insiders_states.py",
			"tests/site/permissions/configuration/test_configuration_comparison.py",
		],
	),
	"deadends": (
		"5,000 steps of filings, votes, signatures, annulments and changes of members in ten parts (-k part3): nothing is stuck",
		["tests/site/decisions/sessions/test_no_dead_end.py"],
	),
	"lawful": (
		"random filings of each of the 64 types beside a competing one, refused, annulled and followed: registers stay lawful",
		["tests/site/registers/effects/test_lawful_registers.py"],
	),
	"catalogue": ("the sixty types over HTTP, filed and decided both ways", ["tests/web/test_catalogue.py"]),
	"demonstration": (
		"the sixty types from the demonstration's own data and logins: filed, decided, taken back",
		["tests/site/appeals/form_facts/test_sixty_types.py", "tests/web/test_demonstration_http.py"],
	),
	"trial": (
		"an administrator's whole trial in the Desk, without programming",
		["tests/web/test_administrators_trial.py"],
	),
	"walk": (
		"the Desk as the framework has it, every public page in five languages",
		[
			"tests/web/test_desk.py",
			"tests/web/test_desk_walk.py",
			"tests/web/test_desk_pages_walk.py",
			"tests/web/test_realtime.py",
			"tests/web/test_public_walk.py",
		],
	),
	"sizes": (
		"lists, batches, sessions and races of full size",
		[
			"tests/site/decisions/signatures/test_decision_runs_killed.py",
			"tests/site/decisions/signatures/test_decision_races.py",
			"tests/site/registers/certificates/issue/test_certificate_batches.py",
			"tests/site/decisions/sessions/test_sessions_races.py",
			"tests/web/test_session_room.py",
		],
	),
	"kills": (
		"workers and gateways killed while they send, print and decide",
		[
			"tests/site/messages/texts/test_outbox_kills.py",
			"tests/site/registers/certificates/issue/test_certificate_batch_killed.py",
			"tests/standalone/test_server.py",
		],
	),
	"evening": ("the evening before a deadline, and its books", ["tests/web/test_last_hour.py"]),
	"packages": (
		"what a bench takes from the registries: the app by its tag, a wheel of each package on each Python, yarn's npm packages, traces",
		[
			"tests/standalone/test_package.py",
			"tests/standalone/test_tracing.py",
			"tests/web/test_signing_js.py",
		],
	),
	"encryption": (
		"a site in the clear and encrypted, its stored files too, what a byte search finds of it, a new key while somebody writes and the server is killed",
		["tests/standalone/test_encrypted_site.py", "tests/standalone/test_encrypted_files.py"],
	),
	"backups": (
		"filings between the backups of a production machine, restored with their files; lost files are reported",
		["tests/standalone/test_production_files.py"],
	),
	"disk": (
		"the disk of the database becomes full while people file, and has room again: no answered filing is lost",
		["tests/standalone/test_full_database_disk.py"],
	),
	"alerts": (
		"two faults of a site reach the receiver of an Alertmanager by a Prometheus, and end there; each alarm fires",
		["tests/web/test_alerts.py", "tests/web/test_metrics.py", "tests/test_monitoring.py"],
	),
	"cluster": (
		"a cluster on this machine: its primary killed, the place handed over, 102 faults of six kinds in half an hour",
		["tests/standalone/test_cluster.py"],
	),
	"counts": (
		"2,000 papers of counts with each kind of slip: how many two entries find, as the document says",
		["tests/core/test_double_entry.py", "tests/site/registers/results/counting/test_count_entries.py"],
	),
	"production": (
		"the operators' page of a Debian machine followed word for word in a clean root: installed, backed up, a moment brought back",
		["tests/standalone/test_production_root.py"],
	),
	"rehearsal": (
		"a fresh machine's set-up, backup and restore, an upgrade beside a second app",
		["tests/standalone"],
	),
}
"""Name -> what is tried, and its tests: `script/test --long NAME` runs them in the long profile, once."""
