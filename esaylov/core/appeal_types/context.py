"""What the check of an appeal type may know of the site, brought by the service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from esaylov.core.appeal_types.routes import Transition, reachable


@dataclass(frozen=True, slots=True)
class Template:
	"""An SMS template: whether it is sent, and the placeholders of its texts."""

	is_enabled: bool
	placeholders: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EffectKeys:
	"""Keys of an effect's mapping."""

	required: frozenset[str] = frozenset()
	optional: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class World:
	"""effects: mapping keys by effect. statutes: keys of the Statute rows; limits: those of them that are days.
	stages: keys of calendar stages of any election.

	templates: by code. placeholders: names that SMS texts may hold. certificates: kind to the DocType of its register, ""
	where it names none. recipients: DocTypes whose record leads to a commission. transitions: rows of the appeals' Workflow.
	"""

	effects: Mapping[str, EffectKeys] = field(default_factory=dict)
	statutes: frozenset[str] = frozenset()
	limits: frozenset[str] = frozenset()
	stages: frozenset[str] = frozenset()
	templates: Mapping[str, Template] = field(default_factory=dict)
	placeholders: frozenset[str] = frozenset()
	certificates: Mapping[str, str] = field(default_factory=dict)
	recipients: frozenset[str] = frozenset()
	transitions: Sequence[Transition] = ()

	def states(self, route: str) -> frozenset[str]:
		"""States an appeal of the route can come to; empty where no Workflow is known."""
		return reachable(self.transitions, route) if self.transitions else frozenset()
