"""E-saylov: the dealings of an election administration with the participants of an election."""

import sys
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

__version__ = "0.1.0"

FORMER = {
	"access": "api.access",
	"address": "framework.address",
	"appeals.findings": "appeals.drafting",
	"away": "framework.database_away",
	"calls": "api.calls",
	"certificates": "registers.certificates",
	"cleaning": "framework.cleaning",
	"clock": "framework.clock",
	"compat": "framework.compat",
	"configuration": "permissions.configuration",
	"core.authentication": "core.payload",
	"core.building": "core.appeal_types",
	"core.building.concerns": "core.appeal_types.lint",
	"core.building.road": "core.appeal_types.outline",
	"core.building.world": "core.appeal_types.context",
	"core.corrections": "core.lifecycle",
	"core.endings": "core.revocation_list",
	"core.exposition": "core.prometheus",
	"core.fitting": "core.text_fit",
	"core.heads": "core.chain_heads",
	"core.moments": "core.calendar",
	"core.moving": "core.calendar_shift",
	"core.rules.observers": "core.rules.dates",
	"core.rules.rows": "core.rules.registry",
	"core.rules.windows": "core.rules.dates",
	"core.signing.arithmetic": "core.signing.algorithms",
	"core.signing.authority": "setup.demo.authority",
	"core.signing.holders": "setup.demo.identities",
	"core.signing.identities": "setup.demo.identities",
	"core.signing.shape": "core.signing.container",
	"core.signing.signer": "core.signing.cms",
	"core.signing.stamping": "setup.demo.stamping",
	"core.signing.store": "core.signing.path",
	"core.signing.time_stamp": "core.signing.cms",
	"core.signing.writing": "setup.demo.cms_writing",
	"core.states": "core.lifecycle",
	"core.timezone": "core.calendar",
	"decisions.following": "decisions.apply_decision",
	"decisions.matter": "decisions.decision_subject",
	"decisions.own": "decisions.ex_officio",
	"decisions.own_checks": "decisions.ex_officio_checks",
	"decisions.own_text": "decisions.ex_officio_text",
	"decisions.runs": "decisions.bulk_completion",
	"decisions.standing_of": "decisions.status",
	"decisions.telling": "decisions.notifications",
	"demo": "setup.demo.service",
	"demo_entries": "setup.demo.entries",
	"demo_ground": "setup.demo.ground",
	"demo_keys": "setup.demo.keys",
	"demo_names": "setup.demo.names",
	"demo_people": "setup.demo.people",
	"demo_register": "setup.demo.register",
	"desk": "permissions.desk",
	"docstatus": "framework.no_submit",
	"doors": "api.doors",
	"errors": "framework.errors",
	"esaylov.doctype.data_intake": "esaylov.doctype.table_import",
	"esaylov.doctype.data_intake.data_intake": "esaylov.doctype.table_import.table_import",
	"esaylov.doctype.decision_matter": "esaylov.doctype.decision_subject",
	"esaylov.doctype.decision_matter.decision_matter": "esaylov.doctype.decision_subject.decision_subject",
	"esaylov.doctype.decision_run": "esaylov.doctype.bulk_decision",
	"esaylov.doctype.decision_run.decision_run": "esaylov.doctype.bulk_decision.bulk_decision",
	"esaylov.doctype.register_answer": "esaylov.doctype.state_register_answer",
	"esaylov.doctype.register_answer.register_answer": "esaylov.doctype.state_register_answer.state_register_answer",
	"esaylov.doctype.register_prefill": "esaylov.doctype.state_register_prefill",
	"esaylov.doctype.register_prefill.register_prefill": "esaylov.doctype.state_register_prefill.state_register_prefill",
	"esaylov.doctype.registry_access": "esaylov.doctype.personal_data_access",
	"esaylov.doctype.registry_access.registry_access": "esaylov.doctype.personal_data_access.personal_data_access",
	"esaylov.report.appeals_in_figures": "esaylov.report.appeal_statistics",
	"esaylov.report.appeals_in_figures.appeals_in_figures": "esaylov.report.appeal_statistics.appeal_statistics",
	"esaylov.report.candidates_in_figures": "esaylov.report.candidate_statistics",
	"esaylov.report.candidates_in_figures.candidates_in_figures": "esaylov.report.candidate_statistics.candidate_statistics",
	"esaylov.report.looks_at_personal_data": "esaylov.report.access_to_personal_data",
	"esaylov.report.looks_at_personal_data.looks_at_personal_data": "esaylov.report.access_to_personal_data.access_to_personal_data",
	"esaylov.report.looks_in_figures": "esaylov.report.access_statistics",
	"esaylov.report.looks_in_figures.looks_in_figures": "esaylov.report.access_statistics.access_statistics",
	"feedback": "portal.feedback",
	"file_rules": "api.file_rules",
	"filings": "registers.latest_filing",
	"framework.one_look": "framework.reads",
	"framework.workflow_actions": "framework.workflows",
	"framework.workflow_steps": "framework.workflows",
	"ground": "elections",
	"guards": "api.guards",
	"headers": "framework.headers",
	"hidden_fields": "api.hidden_fields",
	"identity.key_holder": "identity.bodies",
	"inbox": "appeals.inbox",
	"install": "setup.install",
	"intake": "setup.imports",
	"integrators": "integrations.inbound",
	"integrators.entrance": "integrations.inbound.authentication",
	"kept": "framework.job_refusals",
	"limits": "framework.limits",
	"listening": "api.listening",
	"locking": "framework.documents",
	"logins": "identity.logins",
	"logins.entrance": "identity.logins.session",
	"long_jobs": "framework.jobs.resumable",
	"long_lists": "framework.jobs.bulk",
	"messages.copies": "messages.receivers",
	"messages.telling": "messages.notifications",
	"messages.wording": "messages.templates",
	"operating": "setup.operating",
	"operating.census": "setup.operating.inventory",
	"other_sites": "api.other_sites",
	"pages": "portal.editorial",
	"papers": "framework.papers",
	"people": "appeals.state_registers",
	"people.looks": "appeals.state_registers.access_log",
	"people.telling": "appeals.state_registers.notifications",
	"permissions.configuration.told": "permissions.configuration.disclosure",
	"photos": "framework.photos",
	"place": "framework.place",
	"portal.built.early": "portal.built.middleware",
	"portal.built.stale": "portal.built.invalidation",
	"portal.cabinet.matter": "portal.cabinet.appeal_view",
	"portal.frame": "portal.layout",
	"portal.language": "core.language",
	"preparing": "elections.preparation",
	"published": "registers.published",
	"published.together": "registers.published.request_memo",
	"queues": "framework.queues",
	"rate_limits": "framework.rate_limits",
	"readable": "framework.readable",
	"registers.contests": "registers.entry_classification",
	"registers.own_acts": "registers.ex_officio_acts",
	"registers.standing": "registers.dependencies",
	"registers.undoing": "registers.reversal",
	"removing": "framework.deletion",
	"repeating": "framework.repeating",
	"scopes": "permissions.row_rules",
	"sessions": "decisions.sessions",
	"set_up": "framework.guarded_steps",
	"shipped": "setup.shipped",
	"shipped_values": "setup.shipped_values",
	"shipped_write": "setup.shipped_write",
	"sole_writer": "framework.write_guard",
	"spreadsheets": "framework.spreadsheets",
	"statutes": "elections.statutes",
	"stock_scopes": "permissions.stock_row_rules",
	"stored_files": "framework.stored_files",
	"titles": "framework.titles",
	"trust.counters": "trust.chain",
	"trust.store": "trust.signatures",
	"uninstall": "setup.uninstall",
	"web_server": "setup.web_server",
	"www.cabinet.looks": "www.cabinet.access_log",
	"www.portal.front": "www.portal.home",
}
"""Where modules and packages stood until 0.1 -> where they stand. Jobs that wait in a queue, Server Scripts and reports of a
site name the former; for one release they find what they mean."""


class _FormerNames(MetaPathFinder, Loader):
	"""Imports a module by its former name: the very module that stands elsewhere now.

	Asked first: within a package that moved, the others would load a module a second time, under the former name."""

	def find_spec(
		self, name: str, path: object = None, target: ModuleType | None = None
	) -> ModuleSpec | None:
		return ModuleSpec(name, self, is_package=True) if present_name(name) != name else None

	def create_module(self, spec: ModuleSpec) -> None:
		return None

	def exec_module(self, module: ModuleType) -> None:
		sys.modules[module.__name__] = import_module(present_name(module.__name__))


def present_name(name: str) -> str:
	"""The dotted name that a former one means today; any other is given back as it is."""
	app, *parts = name.split(".")
	for length in range(len(parts), 0, -1):
		former = ".".join(parts[:length])
		if app == __name__ and former in FORMER:
			return ".".join([app, FORMER[former], *parts[length:]])
	return name


sys.meta_path.insert(0, _FormerNames())
