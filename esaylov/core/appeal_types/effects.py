"""The effect of a granted appeal: does its mapping name keys and answers that exist, does the certificate belong to it."""

from collections.abc import Iterator, Mapping, Sequence

from esaylov.core.appeal_types.context import EffectKeys, World
from esaylov.core.appeal_types.views import Definition, Placed, names_in, text
from esaylov.core.findings import Finding, Severity
from esaylov.core.forms.definition import Kind

ROWS = "rows"
"""Key of the group whose rows are written one by one."""
REGISTER_OF: Mapping[str, str] = {
	"register_authorized_representative": "Authorized Representative",
	"replace_authorized_representative": "Authorized Representative",
	"register_candidate": "Candidate",
	"replace_candidate": "Candidate",
	"register_list": "Candidate",
	"register_proxy": "Proxy",
	"replace_proxy": "Proxy",
	"accredit_media": "Media Representative",
	"replace_media_representative": "Media Representative",
	"accredit_observer": "Observer",
	"replace_observer": "Observer",
	"appoint_commission_member": "Commission Membership",
	"replace_commission_member": "Commission Membership",
	"revoke_nomination": "Candidate",
	"withdraw_candidate": "Candidate",
	"exclude_from_list": "Candidate",
	"revoke_mandate": "",
}
"""Register whose rows get a certificate or lose it, "" where it may be any; an effect that is not here touches none."""
NO_OUTSIDE_EFFECT = frozenset({"", "record_only"})
"""Effects of appeals that change no register and start no case: the number of an entry confirms them, whoever typed it."""


def check(definition: Definition, placed: Sequence[Placed], world: World) -> Iterator[Finding]:
	"""Findings of effect, mapping and certificate."""
	effect = text(definition, "effect")
	keys = world.effects.get(effect)
	if not effect:
		yield Finding("type_no_effect", "effect", Severity.WARNING)
	elif keys is None:
		yield Finding("type_effect_unknown", "effect", params={"effect": effect})
	else:
		yield from _mapping(definition, placed, effect, keys)
	yield from _certificate(definition, effect, world)


def _mapping(
	definition: Definition, placed: Sequence[Placed], effect: str, keys: EffectKeys
) -> Iterator[Finding]:
	stored = definition.get("effect_mapping")
	mapping = stored if isinstance(stored, Mapping) else {}
	top = names_in(placed)
	rows = str(mapping.get(ROWS) or ROWS)
	known = top | names_in(placed, rows)
	for key in sorted(set(mapping) - keys.required - keys.optional):
		yield Finding("type_mapping_key", f"effect_mapping.{key}", params={"effect": effect, "key": key})
	for key, name in mapping.items():
		if str(name) not in known:
			yield Finding(
				"type_mapping_field", f"effect_mapping.{key}", params={"key": key, "field": str(name)}
			)
	for key in sorted(keys.required - set(mapping)):
		if key not in known:
			yield Finding("type_mapping_missing", "effect_mapping", params={"effect": effect, "key": key})
	is_named = ROWS in mapping or ROWS in keys.required
	if is_named and rows in top and not _is_group(placed, rows):
		yield Finding("type_mapping_rows", f"effect_mapping.{ROWS}", params={"field": rows})


def _is_group(placed: Sequence[Placed], name: str) -> bool:
	return any(field.name == name and field.kind == Kind.GROUP for field in placed)


def _certificate(definition: Definition, effect: str, world: World) -> Iterator[Finding]:
	kind = text(definition, "certificate_kind")
	if not kind:
		return
	if kind not in world.certificates:
		yield Finding("type_certificate_unknown", "certificate_kind", params={"kind": kind})
		return
	register = REGISTER_OF.get(effect)
	if register is None or (register and world.certificates[kind] not in ("", register)):
		params = {"kind": kind, "effect": effect or "…"}
		yield Finding("type_certificate_misfit", "certificate_kind", params=params)
