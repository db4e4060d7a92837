"""The steps of a session that a reader may take now, and in words what each of them causes.

Which are lawful is said by `sessions.session_state` and by the rows of the session; here they are laid to the item or the member that they
are about, and explained. A refusal that a step would meet for sure stands beside it as `blocked`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from frappe import _
from frappe.model.document import Document

from esaylov.decisions.sessions.papers import display
from esaylov.decisions.sessions.records import departures, people
from esaylov.decisions.sessions.steps import speaking
from esaylov.framework.errors import WrongState, in_words

OF_ITEMS = frozenset({"open_item", "close_item", "postpone_item", "vote"})
"""Steps of `session_state` that are about an item each."""
FIRST = (
	*("attend", "open_session", "resume", "sign_protocol", "sign_decisions", "take_chair"),
	*("ask_to_speak", "withdraw_request", "end_speech", "begin_speech", "enter_minute"),
)
"""What comes first stands first; the others follow as the session names them."""
FROZEN = ("recess", "postpone_item", "wait")
"""What is left while a vote has no quorum; its recess is offered beside the vote alone."""
WAITING = ("Planned", "Not Adopted")


@dataclass(frozen=True, slots=True)
class Step:
	"""A step. causes: sentences in the reader's language. blocked: what must be done or waited for first, "" for nothing."""

	step: str
	causes: list[str] = field(default_factory=list)
	blocked: str = ""

	def as_dict(self) -> dict[str, Any]:
		"""As JSON."""
		return {"step": self.step, "causes": self.causes, "blocked": self.blocked}


def of_session(state: Mapping[str, Any], session: Document) -> list[dict[str, Any]]:
	"""The steps of the reader that are about the whole session, the first to be taken first."""
	me = state["me"]
	elsewhere = {*OF_ITEMS, *(FROZEN if state["frozen"] else ())}
	names = [step for step in me["steps"] if step not in elsewhere]
	names += _speaking(me, session)
	if me["position"] in people.ARRANGING and not display.is_over(session):
		names += ["show_display", *(["hide_display"] if session.display_key else [])]
	ordered = sorted(names, key=lambda step: FIRST.index(step) if step in FIRST else len(FIRST))
	return [Step(step, _causes(step, state), _hindered(step, state, session)).as_dict() for step in ordered]


def of_item(item: Mapping[str, Any], state: Mapping[str, Any]) -> list[dict[str, Any]]:
	"""The steps of the reader that are about one item."""
	me = state["me"]
	if item["name"] in me["to_set_aside"]:
		names = ["set_aside"]
	elif item["status"] == "Open":
		offered = FROZEN if state["frozen"] else ("close_item", "postpone_item")
		names = [step for step in offered if step in (*me["steps"], *_waiting_for_members(me))]
	else:
		names = _waiting(item, me) if item["status"] in WAITING else []
	return [Step(step, _causes(step, state, item), _blocked(step, item, state)).as_dict() for step in names]


def of_member(member: Mapping[str, Any], state: Mapping[str, Any], session: Document) -> list[str]:
	"""What the reader may note of another member: that they left, and that they speak from now on."""
	conducts = speaking.conducts(session, state["me"]["person"])
	if not conducts or not member["is_present"] or session.status not in ("Open", "Recess"):
		return []
	speech = ["begin_speech"] if session.status == "Open" else []
	return [*speech, *(["note_left"] if member["person"] != state["me"]["person"] else [])]


def _waiting_for_members(me: Mapping[str, Any]) -> list[str]:
	"""Who may postpone a frozen vote may wait as well."""
	return ["wait"] if "postpone_item" in me["steps"] else []


def _waiting(item: Mapping[str, Any], me: Mapping[str, Any]) -> list[str]:
	"""Of an item that no vote is open on."""
	found = ["open_item"] if "open_item" in me["steps"] else []
	if "put_on_agenda" in me["steps"]:
		found += ["redraft", "add_material"]
		found += ["split"] if item["batch"] else []
		found += ["remove_item"] if item["status"] == "Planned" else []
	return [*found, *(["postpone_item"] if "postpone_item" in me["steps"] else [])]


def _speaking(me: Mapping[str, Any], session: Document) -> list[str]:
	if session.status not in ("Open", "Recess") or not me["person"]:
		return []
	found = []
	if speaking.waiting(session, me["person"]):
		found.append("withdraw_request")
	elif me["is_present"]:
		found.append("ask_to_speak")
	if speaking.conducts(session, me["person"]):
		found += ["begin_speech"] if session.status == "Open" else []
		found += ["end_speech"] if speaking.speaking(session) else []
		found.append("enter_minute")
	return found


def _hindered(step: str, state: Mapping[str, Any], session: Document) -> str:
	"""What a step of the session would be refused for."""
	if step == "open_session":
		return _chair_is_here(state, {"Chair"} - {state["me"]["position"]}) or _without_quorum(state)
	if step == "take_chair" and state["me"]["person"] == session.secretary:
		return in_words(WrongState(code="keeps_the_record"))
	if step == "take_chair" and state["me"]["position"] != "Chair":
		return _chair_is_here(state, {"presiding"}) or _until_return(session, session.presiding)
	return _until_return(session, session.secretary) if step == "close_session" else ""


def _until_return(session: Document, person: str) -> str:
	"""Whether somebody else noted this person as gone a moment ago, so that nobody takes their place yet."""
	end = departures.find_return_end(str(session.name), [person], is_step=False)
	return in_words(departures.may_return(end)) if end else ""


def _chair_is_here(state: Mapping[str, Any], before: set[str]) -> str:
	"""Whether somebody is present who presides before the reader: the chair, or who presides already."""
	here = [member for member in state["members"] if member["is_present"]]
	roles = {member["position"] for member in here}
	roles |= {"presiding"} if any(member["is_presiding"] for member in here) else set()
	return in_words(WrongState(code="chair_is_here")) if roles & before else ""


def _blocked(step: str, item: Mapping[str, Any], state: Mapping[str, Any]) -> str:
	"""What a step on an item would be refused for."""
	if step != "open_item":
		return ""
	if item["undecided"]:
		where = {"item": item["position"], "rows": item["undecided"]}
		return in_words(WrongState(where, code="item_undecided"))
	return _without_quorum(state)


def _without_quorum(state: Mapping[str, Any]) -> str:
	quorum = state["quorum"]
	figures = {"present": quorum["present"], "members": quorum["members"]}
	return "" if quorum["is_there"] else in_words(WrongState(figures, code="no_quorum"))


def _causes(step: str, state: Mapping[str, Any], item: Mapping[str, Any] | None = None) -> list[str]:
	return CAUSES[step](state, item or {}) if step in CAUSES else []


def _closing(state: Mapping[str, Any], _item: Mapping[str, Any]) -> list[str]:
	left = [item for item in state["items"] if item["status"] in WAITING]
	said = [_("The protocol is fixed; its two signatures follow.")]
	if left:
		said.insert(0, _("Items without a decision go back to review: {0}.").format(len(left)))
	return said


def _closing_item(state: Mapping[str, Any], item: Mapping[str, Any]) -> list[str]:
	said = [_("The votes are counted and the result is fixed; of what is adopted a decision is drafted.")]
	opened = next((one for one in state["open"] if one["item"] == item["name"]), None)
	if opened and opened["not_voted"]:
		said.insert(0, _("Present members who have not voted: {0}.").format(len(opened["not_voted"])))
	return said


def _signing(state: Mapping[str, Any], _item: Mapping[str, Any]) -> list[str]:
	return [
		_("You sign {0} decisions with one signature.").format(len(state["me"]["to_sign"])),
		_("The second of the two signatures puts them into force; they are never changed then."),
	]


CAUSES: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], list[str]]] = {
	"attend": lambda *_about: [_("You count for the quorum; your arrival is signed with your key.")],
	"leave": lambda *_about: [_("You no longer count for the quorum. Votes that you gave stay.")],
	"invite": lambda *_about: [
		_("Each member gets an SMS with the time, the place and the number of items.")
	],
	"change_session": lambda *_about: [_("This alone informs nobody: invite the members again afterwards.")],
	"call_off": lambda *_about: [
		_("The session will not be held. Its appeals go back to review, with your reason.")
	],
	"name_secretary": lambda *_about: [
		_("Whom you name keeps the record from now on and signs the protocol.")
	],
	"open_session": lambda *_about: [
		_("You preside. The session gets its number, and items can be put to the vote.")
	],
	"take_chair": lambda *_about: [_("You preside from now on, and the protocol says so.")],
	"recess": lambda *_about: [_("No vote is taken until you go on.")],
	"resume": lambda *_about: [_("Items can be put to the vote again.")],
	"close_session": _closing,
	"sign_protocol": lambda *_about: [
		_("You sign the protocol as it is fixed. The second of the two signatures completes it.")
	],
	"sign_decisions": _signing,
	"put_on_agenda": lambda *_about: [_("A late item is put at the end of the agenda.")],
	"open_item": lambda *_about: [_("Members vote from now on; whom the item concerns is recused at once.")],
	"close_item": _closing_item,
	"postpone_item": lambda *_about: [_("The appeal goes back to review, with your reason.")],
	"wait": lambda *_about: [_("The vote goes on as soon as enough members are present.")],
	"elect_presiding": lambda *_about: [
		_("The members present elected somebody to preside, for neither chair nor deputy is present.")
	],
	"name_signer": lambda *_about: [
		_("Another member signs where who presided or kept the record cannot. The reason stays on record.")
	],
	"remove_item": lambda *_about: [
		_("The item is taken off the agenda, and its appeal goes back to review.")
	],
	"set_aside": lambda *_about: [
		_("The registers refuse this decision; its appeal goes back to review for a new vote.")
	],
	"show_display": lambda *_about: [
		_("Who has the link sees item, quorum and result without a login; no names and no votes of members.")
	],
	"hide_display": lambda *_about: [_("The link ends at once; a new one is another link.")],
}
"""What follows from a step; of what is not here its name says all."""
