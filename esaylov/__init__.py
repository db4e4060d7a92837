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
	"away": "framework.database_away",
	"calls": "api.calls",
	"certificates": "registers.certificates",
	"cleaning": "framework.cleaning",
	"clock": "framework.clock",
	"compat": "framework.compat",
	"configuration": "permissions.configuration",
	"demo": "setup.demo.service",
	"demo_entries": "setup.demo.entries",
	"demo_ground": "setup.demo.ground",
	"demo_keys": "setup.demo.keys",
	"demo_names": "setup.demo.names",
	"demo_people": "setup.demo.people",
	"demo_register": "setup.demo.register",
	"desk": "permissions.desk",
	"docstatus": "framework.docstatus",
	"doors": "api.doors",
	"errors": "framework.errors",
	"feedback": "portal.feedback",
	"file_rules": "api.file_rules",
	"filings": "registers.filings",
	"ground": "elections",
	"guards": "api.guards",
	"headers": "framework.headers",
	"hidden_fields": "api.hidden_fields",
	"inbox": "appeals.inbox",
	"install": "setup.install",
	"intake": "setup.imports",
	"integrators": "integrations.inbound",
	"kept": "framework.kept",
	"limits": "framework.limits",
	"listening": "api.listening",
	"locking": "framework.locking",
	"logins": "identity.logins",
	"long_jobs": "framework.long_jobs",
	"long_lists": "framework.long_lists",
	"operating": "setup.operating",
	"other_sites": "api.other_sites",
	"pages": "portal.editorial",
	"papers": "framework.papers",
	"people": "appeals.state_registers",
	"photos": "framework.photos",
	"place": "framework.place",
	"portal.language": "core.language",
	"preparing": "elections.preparation",
	"published": "registers.published",
	"queues": "framework.queues",
	"rate_limits": "framework.rate_limits",
	"readable": "framework.readable",
	"removing": "framework.removing",
	"repeating": "framework.repeating",
	"scopes": "permissions.scopes",
	"sessions": "decisions.sessions",
	"set_up": "framework.set_up",
	"shipped": "setup.shipped",
	"shipped_values": "setup.shipped_values",
	"shipped_write": "setup.shipped_write",
	"sole_writer": "framework.sole_writer",
	"spreadsheets": "framework.spreadsheets",
	"statutes": "elections.statutes",
	"stock_scopes": "permissions.stock_scopes",
	"stored_files": "framework.stored_files",
	"titles": "framework.titles",
	"uninstall": "setup.uninstall",
	"web_server": "setup.web_server",
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
