"""Events of guarded DocTypes (hooks.py attaches them): whoever writes, by whatever road, arrives here.

A change that needs a second person is taken back out of the document and kept as a proposal, so that the rest of what
was saved stands. Silent only while the framework installs, migrates or patches: then the released code is the record.
"""

import json
from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import add_days

from esaylov.framework.errors import NotPermitted, shown
from esaylov.framework.guarded_steps import CUSTOMISING, OPEN_HOURS, PROVED, SETTING_UP, is_signed
from esaylov.identity.logins import step_up
from esaylov.identity.persons import has_right
from esaylov.permissions.configuration import closing, written_beside
from esaylov.permissions.configuration.rules import approvers, disclosure, states
from esaylov.permissions.configuration.rules.guard import Guard
from esaylov.permissions.configuration.rules.guarded import CALLED, CONFIRMING, HARMLESS, TWO_PERSONS
from esaylov.permissions.configuration.rules.watched import GROUND, LOGGED, WATCHED
from esaylov.permissions.configuration.waiting import changes, entries, persons, together

OPEN = ("Planned", "Announced")
"""States of an election that is open: appeals are taken and people vote."""
FRAMEWORK = ("in_install", "in_migrate", "in_patch", "in_uninstall")


def hold_back(document: Document, event: str = "") -> None:
	"""Event `validate` (`before_validate` of what is early): take out of a document what a second person must confirm, and note it for `keep`."""
	if _is_silent() and not PROVED.is_writing:
		return
	if document.doctype in GROUND and is_free():  # its rows are told of together (`bulk`)
		return
	if not _is_guarded(document):
		_follow(document)
		return
	guard, is_new = TWO_PERSONS[document.doctype], document.is_new()
	stored = document.get_doc_before_save()
	before, after = disclosure.values_of(stored) if stored else {}, disclosure.values_of(document)
	changed = _list_changes(document, guard, before, after)
	if not changed or (is_new and closing.opens_nothing(guard, after)):
		return
	by = _without_second(guard, document, before, after, changed)
	if not by:  # who closes something in haste is not kept from it
		with shown():
			step_up.require()
	if by == frappe.session.user and _ends_approver(document, after):
		approvers.require_two_left(str(document.name))
	document.flags.configuration = (by, before, after, changed)
	look(document)
	if not by:
		_take_back(document, guard, stored, changed)


def _list_changes(
	document: Document, guard: Guard, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[str, ...]:
	"""The fields that two persons decide; what a person changed beside them is noted for `keep`."""
	changed = _guarded_now(guard, closing.guarded_changes(guard, before, after))
	stored = document.get_doc_before_save()
	if not stored or is_free() or PROVED.is_writing:
		return changed
	document.flags.configuration_noted = written_beside.find_noted_changes(document, guard, stored)
	return changed + written_beside.list_guessed_fields(document, guard, changed)


def _ends_approver(document: Document, after: Mapping[str, Any]) -> bool:
	"""Whether a login will be closed, or have no role by which changes are confirmed."""
	if document.doctype != states.USER:
		return False
	roles = {row["role"] for row in json.loads(after["roles"] or "[]")}
	return not after["enabled"] or not CONFIRMING & roles


def _follow(document: Document) -> None:
	"""Note what changes of somebody who may enter no more while the log still says what they hold: in force at once."""
	stored = document.get_doc_before_save()
	if not (stored and _is_followed(document)):
		return
	before, after = disclosure.values_of(stored), disclosure.values_of(document)
	changed = disclosure.differing(before, after)
	if changed and entries.is_in_log(document.doctype, str(document.name)):
		document.flags.configuration = (writer(), before, after, changed)
		look(document)


def _is_followed(document: Document) -> bool:
	return document.doctype in WATCHED and WATCHED[document.doctype].is_followed


def look(document: Document, event: str = "") -> None:
	"""Before a document of the log is written: whether it holds what the log says, and which password a user has."""
	if is_installing() or document.is_new() or document.doctype in GROUND or _is_beside(document):
		return
	names = states.known_as(document.doctype, str(document.name))
	flags = document.flags
	flags.configuration_unexplained = not all(entries.is_explained(document.doctype, name) for name in names)
	flags.configuration_password = _password(document)


def keep(document: Document, event: str = "") -> None:
	"""Event `on_update`: keep what `hold_back` noted, as a proposal or as a change in force."""
	before, after = document.flags.pop("configuration_noted", None) or ({}, {})
	if before:
		changes.record(document, before, after, str(frappe.session.user))
	noted = document.flags.pop("configuration", None)
	if not noted:
		return
	by, before, after, changed = noted
	if by:
		action = "Enter" if not before else _action(TWO_PERSONS[document.doctype], before, after, changed)
		if document.doctype in LOGGED:
			document.flags.configuration_action = action  # `log` tells of all that changed
		elif document.doctype not in GROUND:  # its rows are told of together (`bulk`)
			changes.enter(document, action, before, after, by)
		return
	changes.propose(
		document, {field: after[field] for field in _wanted(document, before, changed)}, not before
	)
	words = frappe.utils.escape_html(approvers.waiting_words(str(frappe.session.user)))
	frappe.msgprint(words, title=frappe._("Proposed"), indicator="blue")


def tell_waiting(document: Document, event: str = "") -> None:
	"""Event `onload`: name the open proposal about a document, for its form, to who may read it."""
	if frappe.has_permission(entries.CHANGE, "read") and (name := changes.waiting(document)):
		document.set_onload("configuration_waits", name)


def refuse_removal(document: Document, event: str = "") -> None:
	"""Event `on_trash` of what two persons decide. Raises LawBroken."""
	guard = TWO_PERSONS[document.doctype]
	# what belongs to a draft goes with it, even where its opening waits: that asks again what is missing
	if _is_silent() or not _is_guarded(document) or _is_within_draft(document, guard, is_removal=True):
		_note_removal(document, event)
		return
	is_out = guard.is_removable_off and closing.is_off(guard, disclosure.values_of(document))
	if not (guard.removable or is_out or SETTING_UP.is_writing):
		with shown():
			changes.refuse_removal(document)
	if document.doctype == states.USER and not SETTING_UP.is_writing:
		approvers.require_two_left(str(document.name))
	changes.supersede(document)  # another document of this name is not what was proposed
	if document.doctype in GROUND:
		return
	look(document)
	changes.enter(document, "Remove", disclosure.values_of(document), {}, frappe.session.user)


def _note_removal(document: Document, event: str) -> None:
	if document.doctype in LOGGED:
		log(document, event)
	elif (
		_is_followed(document)
		and not is_installing()
		and entries.is_in_log(document.doctype, str(document.name))
	):
		look(document)
		changes.enter(document, "Remove", disclosure.values_of(document), {}, writer())


def refuse_renaming(document: Document, event: str = "", *names: Any) -> None:
	"""Event `before_rename`. Raises LawBroken."""
	if not is_free() and _is_guarded(document):
		with shown():
			changes.refuse_removal(document)


def hold(document: Document, event: str = "", *names: Any) -> None:
	"""Events `before_validate`, `before_rename` of what only the bench changes. Raises NotPermitted."""
	if not is_free() and not _is_harmless(document):
		require_customising()
	look(document)


def note(document: Document, event: str = "") -> None:
	"""Events `on_update` and `on_trash` of what only the bench changes: keep what came into force. Raises NotPermitted."""
	if _is_silent() or _is_harmless(document):
		return
	if not SETTING_UP.is_writing:
		require_customising()
	log(document, event)


def log(document: Document, event: str = "") -> None:
	"""Events `on_update` and `on_trash` of what is only kept in the log: what changed is in force, and stands there."""
	action = document.flags.pop("configuration_action", "")
	if is_installing() or document.flags.configuration_applied:
		return
	stored, after = document.get_doc_before_save(), disclosure.values_of(document)
	before = disclosure.values_of(stored) if stored else {}
	by = writer()
	watch = WATCHED.get(document.doctype)
	if watch and not any(watch.covers(each.as_dict()) for each in (document, stored) if each):
		return
	if event == "on_trash":
		look(document)
		changes.enter(document, "Remove", after, {}, by)
	elif differing := disclosure.differing(before, after):
		together.enter(document, action or ("Change" if stored else "Enter"), before, after, by, differing)
	elif document.flags.configuration_password != _password(document):
		persons.note_password(str(document.name), by)


def log_renaming(document: Document, event: str, old: str, new: str, merge: bool = False) -> None:
	"""Event `after_rename`: the former name is gone, and the new one holds what it held."""
	if not is_installing():
		after = disclosure.values_of(document)
		changes.enter(document, "Remove", after, {}, str(frappe.session.user), name=old)
		changes.enter(document, "Enter", {}, after, str(frappe.session.user), name=new)


def refuse_import(document: Document, event: str = "") -> None:
	"""Event `before_validate` of Data Import: what the log watches is brought in by no table of the framework's. Raises NotPermitted."""
	if document.reference_doctype in WATCHED and not is_free():
		with shown():
			raise NotPermitted(code="import_of_watched")


def _is_beside(document: Document) -> bool:
	"""Whether a document did not count before, as the login of a citizen, and nothing of it changes that would: nothing is asked of it."""
	watch, stored = WATCHED.get(document.doctype), document.get_doc_before_save()
	if not watch or not stored or watch.covers(stored.as_dict()) or document.get("new_password"):
		return False
	differing = disclosure.differing(disclosure.values_of(stored), disclosure.values_of(document))
	return {*differing} <= {*CALLED}  # a name brings nobody into the Desk


def is_free() -> bool:
	"""Whether the framework or our own set-up writes, and not a person."""
	return SETTING_UP.is_writing or _is_silent()


def writer() -> str:
	"""Who changes what stands in the log."""
	if SETTING_UP.is_writing:
		return entries.SET_UP
	return entries.PROVED if PROVED.is_writing else str(frappe.session.user)


def _password(document: Document) -> bytes | None:
	"""What the database holds of a user's password; None of others."""
	name = str(document.name) + states.PASSWORD
	return states.contents(states.USER, [name]).get(name) if document.doctype == states.USER else None


def _is_silent() -> bool:
	return is_installing() or entries.APPLYING.is_writing or PROVED.is_writing


def is_installing() -> bool:
	"""Whether the framework installs, migrates or patches: the released code is the record then."""
	# True is what `identity.users` says where a queue takes nothing; the framework says the name of an app
	by_framework = any(frappe.flags.get(flag) not in (None, False, True, "") for flag in FRAMEWORK[:1])
	return by_framework or any(frappe.flags.get(flag) for flag in FRAMEWORK[1:])


def _is_guarded(document: Document) -> bool:
	"""Of people only those who may enter today, of logins those of staff: a new row of some gives nobody a right."""
	guard = TWO_PERSONS[document.doctype]
	if guard.officials:
		return _is_official(document)
	if (document.is_new() and guard.is_new_free) or _is_within_draft(document, guard):
		return False
	field, values = guard.only
	stored = document.get_doc_before_save()
	return not field or any(each.get(field) in values for each in (document, stored) if each)


def _is_within_draft(document: Document, guard: Guard, is_removal: bool = False) -> bool:
	"""Whether the document that this one belongs to is out of force, and nobody has proposed that it comes into force."""
	field, doctype = guard.within
	if not field:
		return False
	named = {each.get(field) for each in (document.get_doc_before_save(), document) if each}
	return are_drafts(doctype, sorted(filter(None, named)), is_removal)


def guarded_fields(doctype: str) -> tuple[str, ...]:
	"""The fields of a DocType that two persons change today."""
	return _guarded_now(TWO_PERSONS[doctype], TWO_PERSONS[doctype].fields)


def _guarded_now(guard: Guard, fields: tuple[str, ...]) -> tuple[str, ...]:
	"""Without fields that one person changes while no election is open, where none is."""
	if not guard.while_open.intersection(fields) or frappe.db.exists("Election", {"status": ["in", OPEN]}):
		return fields
	return tuple(field for field in fields if field not in guard.while_open)


def are_drafts(doctype: str, names: list[str], is_removal: bool = False) -> bool:
	"""Whether these documents are out of force, and nobody has proposed that one comes into force. is_removal: that counts for nothing."""
	guard = TWO_PERSONS[doctype]
	held = frappe.get_all(doctype, {"name": ["in", names]}, [guard.switch], order_by="name asc")
	is_draft = all(closing.is_off(guard, row) for row in held)
	return is_draft and (is_removal or not changes.waiting_of(doctype, names))


def _is_official(person: Document) -> bool:
	"""Whether somebody may enter today or is to, by an open proposal, or is behind a login of the Desk, before or after."""
	name = str(person.name)
	if not person.is_new() and (has_right(name) or changes.is_named_waiting(person.doctype, name)):
		return True
	users = {each.user for each in (person.get_doc_before_save(), person) if each and each.user}
	staff = {"name": ["in", sorted(users)], "user_type": "System User"}
	return bool(users and frappe.db.exists("User", staff))


def _without_second(
	guard: Guard,
	document: Document,
	before: Mapping[str, Any],
	after: Mapping[str, Any],
	changed: tuple[str, ...],
) -> str:
	"""Who or what makes a second person unnecessary; "" where one is needed."""
	if PROVED.is_writing:
		return entries.PROVED
	if SETTING_UP.is_writing:
		return entries.SET_UP
	if closing.closes(guard, before, after, changed):
		return str(frappe.session.user)  # out of force is the safe direction, and may be urgent
	fact, listed = guard.vouched
	if (
		fact
		and after.get(fact) in (frappe.conf.get(listed) or ())
		and set(changed) <= {*_new_fields(before, guard)}
	):
		return entries.VOUCHED
	return ""


def _new_fields(before: Mapping[str, Any], guard: Guard) -> tuple[str, ...]:
	"""What the list in site_config.json vouches for: a new document whole, of a standing one that it is in force."""
	return (guard.switch,) if before else guard.fields


def _action(
	guard: Guard, before: Mapping[str, Any], after: Mapping[str, Any], changed: tuple[str, ...]
) -> str:
	if guard.switch in changed:
		return "Switch off" if closing.is_off(guard, after) else "Change"
	return "Switch off" if closing.closes(guard, before, after, changed) else "Change"


def _take_back(document: Document, guard: Guard, stored: Document | None, changed: tuple[str, ...]) -> None:
	"""Leave the document as it stood; a new one begins out of force."""
	if stored is None:
		document.update(dict.fromkeys(guard.withheld))
		if guard.switch:
			document.set(guard.switch, guard.off)
		first, last = guard.never
		if first and document.get(first):
			document.set(last, add_days(document.get(first), -1))
	else:
		for field in changed:
			document.set(field, stored.get(field))
	document.flags.configuration_taken_back = True
	# what was checked or made beside a value that is taken back must fit the one that stands
	again = guard.again or ("" if stored is None else "validate")
	if step := getattr(document, again, None) if again else None:
		step()


def _wanted(document: Document, before: Mapping[str, Any], changed: tuple[str, ...]) -> tuple[str, ...]:
	"""The fields that the proposal holds: of a new document only what does not stand already."""
	guard = TWO_PERSONS[document.doctype]
	begins = tuple(field for field in (guard.switch, guard.never[1]) if field)
	return changed if before else (*begins, *(field for field in guard.withheld if field in changed))


def _is_harmless(document: Document) -> bool:
	field, values = HARMLESS.get(document.doctype, ("", ()))
	if not field or "System Manager" not in frappe.get_roles():
		return False
	stored = document.get_doc_before_save() or document
	return document.get(field) in values and stored.get(field) in values


def require_customising() -> None:
	"""Administrator, while site_config.json says so and two persons have signed that. Raises NotPermitted (`customising_off`, `customising_unsigned`)."""
	with shown():
		if frappe.session.user != "Administrator" or not frappe.conf.get(CUSTOMISING):
			raise NotPermitted(code="customising_off")
		if not is_signed():
			raise NotPermitted({"hours": OPEN_HOURS}, code="customising_unsigned")
