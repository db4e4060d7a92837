"""For each SMS of the catalogue the event that fires it, through the step that makes it happen; gives who must be told.

A scene takes the language in which everybody concerned reads, and returns the persons told. Steps that the catalogue's
own types go through are those of made-up types with the same effect and the same template (`factories.effects`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from esaylov.appeals.review import deadlines, steps
from esaylov.appeals.state_registers import checking, notifications
from esaylov.decisions.sessions.steps import counting, planning
from esaylov.decisions.signatures import notifications as announcing
from esaylov.framework import clock
from esaylov.identity import codes
from esaylov.identity.logins import phones
from esaylov.identity.persons import person_of, user_for
from esaylov.integrations.interagency import registers
from esaylov.messages.announcing import calendar as messages_calendar
from esaylov.messages.announcing import campaigns
from esaylov.portal.feedback import receiving
from esaylov.registers.certificates.issue import forming
from esaylov.setup.demo import ground
from factories import appeals as filing
from factories import codes as coding
from factories import counts, invitations, recoveries, settled, voted
from factories import decisions as decide
from factories import effects as make
from factories import interagency as portals
from factories import sessions as meeting

Scene = Callable[[str], set[str]]
SCENES: dict[str, Scene] = {}
REGIONAL = "regional.chair@esaylov.example"
ROWS = {"rows": "persons"}
MEMBERS = {**ROWS, "position": "proposed_position"}


def scene(*templates: str) -> Callable[[Callable[..., set[str]]], Callable[..., set[str]]]:
	"""Register a scene for one template, or for several, which it then gets as its second argument."""

	def register(function: Callable[..., set[str]]) -> Callable[..., set[str]]:
		for template in templates:
			SCENES[template] = (
				(lambda lang, code=template: function(lang, code)) if len(templates) > 1 else function
			)
		return function

	return register


def applicant(language: str) -> str:
	"""The person who files for the demonstration party, reading in a language."""
	return reads(person_of(filing.PARTY), language)


def reads(person: str, language: str) -> str:
	frappe.db.set_value("Person", person, "language", language)
	return person


def decided(
	language: str,
	template: str,
	event: str,
	effect: str,
	answers: dict[str, Any],
	*mapping: dict[str, str],
	refused: dict[int, str] | None = None,
	by_user: str = filing.CHAIR,
	**more: Any,
) -> str:
	"""A decision over an appeal of a made-up type that names a template for an event."""
	appeal = make.filed(effect, answers, *mapping, **more)
	number = f"1-{frappe.generate_hash(length=5)}x"
	frappe.db.set_value("Appeal", appeal, {"language": language, "number": number})
	reads(frappe.db.get_value("Appeal", appeal, "applicant_person"), language)
	make.message(frappe.db.get_value("Appeal", appeal, "appeal_type"), event, template)
	return make.decided(appeal, refused, by=by_user).decision


def persons_of(decision: str, register: str, language: str = "") -> set[str]:
	return {entry.person for entry in make.written(decision, register)}


@scene("S01", "S59")
def code(language: str, template: str) -> set[str]:
	person = coding.person(language=language)
	purpose = {"S01": "login", "S59": "filing"}[template]
	codes.issue(frappe.db.get_value("Person", person, "phone"), purpose, person=person)
	return {person}


@scene("S02")
def phone_change(language: str) -> set[str]:
	person = coding.person(language=language)
	phones.request(user_for(person), coding.phone())
	return {person}


@scene("S65")
def phone_changed(language: str) -> set[str]:
	"""The former and the new number, of a person whose number two administrators changed."""
	person = coding.person(language=language)
	frappe.db.set_single_value("E-saylov Settings", "help_phone", "1200")  # two administrators signed it
	frappe.clear_document_cache("E-saylov Settings", "E-saylov Settings")
	frappe.get_doc("Person", person).update({"phone": coding.phone()}).save()
	return {person}


@scene("S03")
def new_device(language: str) -> set[str]:
	"""The hook of a new session, in one browser and then in another."""
	person = coding.person(language=language)
	frappe.db.set_single_value("E-saylov Settings", "help_phone", "1200")  # two administrators signed it
	frappe.clear_document_cache("E-saylov Settings", "E-saylov Settings")
	frappe.set_user(user_for(person))
	(hook,) = (name for name in frappe.get_hooks("on_session_creation") if "devices" in name)
	for _ in range(2):
		with browser():
			frappe.get_attr(hook)()
	frappe.set_user("Administrator")
	return {person}


@contextmanager
def browser() -> Iterator[None]:
	"""A request of a browser without cookies."""
	jar = SimpleNamespace(set_cookie=lambda name, value, **how: None)
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(frappe.local, "request", SimpleNamespace(cookies={}), raising=False)
		patch.setattr(frappe.local, "cookie_manager", jar, raising=False)
		yield


@scene("S04")
def received(language: str) -> set[str]:
	person = applicant(language)
	filing.filed()
	return {person}


@scene("S05")
def returned(language: str) -> set[str]:
	person = applicant(language)
	filing.returned()
	return {person}


@scene("S06")
def in_review(language: str) -> set[str]:
	person = applicant(language)
	name = filing.filed()
	frappe.set_user(filing.CHAIR)
	steps.assign(name, filing.SECRETARY)
	frappe.set_user("Administrator")
	return {person}


@scene("S07")
def on_agenda(language: str) -> set[str]:
	person = applicant(language)
	name = meeting.votable()
	make.message("A56", "on_agenda", "S07")
	meeting.item(meeting.opened(), name)
	frappe.set_user("Administrator")
	return {person}


@scene("S08", "S09")
def outcome(language: str, template: str) -> set[str]:
	event = {"S08": "granted", "S09": "refused"}[template]
	refused = {0: "Hujjat to'liq emas"} if template == "S09" else None
	person = applicant(language)
	decided(
		language, template, event, "accredit_observer", {"persons": [make.person()]}, ROWS, refused=refused
	)
	return {person}


@scene("S10", "S11", "S58")
def limits(language: str, template: str) -> set[str]:
	for user in (filing.CHAIR, filing.SECRETARY, REGIONAL):
		reads(person_of(user), language)
	appeal = frappe.qb.DocType("Appeal")
	frappe.qb.update(appeal).set(appeal.due_on, None).run()  # those of other tests
	name = filing.filed()
	frappe.set_user(filing.CHAIR)
	steps.assign(name, filing.SECRETARY)
	frappe.set_user("Administrator")
	days, user = {"S10": (0, filing.SECRETARY), "S11": (1, filing.CHAIR), "S58": (30, REGIONAL)}[template]
	clock.move_to(datetime.combine(filing.stored(name).due_on + timedelta(days=days), time(9)))
	deadlines.run()
	return {person_of(user)}


@scene("S12")
def withdrawn(language: str) -> set[str]:
	person = applicant(language)
	name = filing.filed()
	frappe.set_user(filing.PARTY)
	steps.withdraw(name)
	frappe.set_user("Administrator")
	return {person}


@scene("S13", "S14")
def representative(language: str, template: str) -> set[str]:
	event = {"S13": "registered", "S14": "registered_second"}[template]
	decision = decided(
		language,
		template,
		event,
		"register_authorized_representative",
		{**make.person(), "party": make.PARTY, "powers": "Majlislarda qatnashish"},
		certificate_kind="authorized_representative",
	)
	return persons_of(decision, "Authorized Representative")


@scene("S15")
def representative_ended(language: str) -> set[str]:
	person = applicant(language)
	former = entry("Authorized Representative", language, party=make.PARTY)
	field = make.link("certificate", "Authorized Representative")
	answers = {"certificate": former, "reason": "Sabab"}
	decided(language, "S15", "ended", "revoke_mandate", answers, fields=[field])
	return {frappe.db.get_value("Authorized Representative", former, "person"), person}


def entry(register: str, language: str, **values: Any) -> str:
	"""An entry of the demonstration commission whose person reads in a language."""
	name = make.imported(register, **values)
	reads(frappe.db.get_value(register, name, "person"), language)
	return name


@scene("S16", "S17")
def admission(language: str, template: str) -> set[str]:
	event = {"S16": "registered", "S17": "row_refused"}[template]
	refused = {0: "Imzolar yetarli emas"} if template == "S17" else None
	answers = {"party": make.PARTY, "party_leader": "Rahbar", "signatures_total": 40001}
	representatives = set()
	if template == "S16":
		own = entry("Authorized Representative", language, party=make.PARTY)
		representatives = {frappe.db.get_value("Authorized Representative", own, "person")}
	mapping = {"leader": "party_leader"}
	decided(language, template, event, "admit_party", answers, mapping, refused=refused)
	return {applicant(language)} | representatives


@scene("S18")
def sheets(language: str) -> set[str]:
	person = applicant(language)
	make.message("A56", "sheets_defective", "S18")
	filing.returned()
	return {person}


@scene("S19", "S20", "S21", "S27", "S28", "S39", "S53")
def calendar(language: str, template: str) -> set[str]:
	keys = {"S19": "nomination_period", "S20": "nomination_period", "S27": "campaign_period"}
	keys |= {"S21": "registration_documents_deadline", "S28": "campaign_period"}
	keys |= {"S39": "observers_notification_deadline", "S53": "election_day"}
	key = {"election": ground.ELECTION, "key": keys[template]}
	stage = frappe.db.get_value("Election Stage", key, ["starts_on", "ends_on"], as_dict=True)
	first, last = stage.starts_on, stage.ends_on or stage.starts_on
	days = {"S19": first, "S20": last - timedelta(days=3), "S21": last - timedelta(days=2), "S27": first}
	days |= {"S28": last, "S39": last - timedelta(days=3), "S53": first - timedelta(days=1)}
	told = people_of_the_election(template, language)
	clock.move_to(datetime.combine(days[template], time(18)))
	prepare_all(template)
	return told


def people_of_the_election(template: str, language: str) -> set[str]:
	"""Somebody of each kind that the template is for, who reads in the language."""
	if template in ("S19", "S20", "S21", "S39"):
		persons = {person_of(filing.PARTY)}
		# the stage lies before the day on which the demonstration was made
		frappe.db.set_value(
			"Body Representative", {"person": ["in", list(persons)]}, "starts_on", "2020-01-01"
		)
		if template != "S39":
			own = make.imported("Authorized Representative", party=make.PARTY)
			persons.add(frappe.db.get_value("Authorized Representative", own, "person"))
	else:
		candidate = make.candidate()
		persons = {frappe.db.get_value("Candidate", candidate, "person")}
		if template in ("S28", "S53"):
			proxy = make.imported("Proxy", candidate=candidate, election_type="DC", party=make.PARTY)
			persons.add(frappe.db.get_value("Proxy", proxy, "person"))
		if template == "S53":
			for register in ("Observer", "Media Representative"):
				values = {"kind": "party"} if register == "Observer" else {"organization_title": "Sinov"}
				persons.add(frappe.db.get_value(register, make.imported(register, **values), "person"))
	return {reads(person, language) for person in persons}


def prepare_all(template: str) -> None:
	"""The hourly job, and what it ordered, without the queue."""
	for name in messages_calendar.run():
		# the demonstration has a second election, with a calendar of its own
		if frappe.db.exists(
			"SMS Campaign", {"name": name, "template": template, "election": ground.ELECTION}
		):
			while frappe.db.get_value("SMS Campaign", name, "status") == "Preparing":
				campaigns.one_batch(name)


@scene("S35")
def without_proxies(language: str) -> set[str]:
	candidate = make.candidate()
	week_ago = clock.today() - timedelta(days=7)
	frappe.db.set_value("Candidate", candidate, "registered_on", week_ago)
	prepare_all("S35")
	person = frappe.db.get_value("Candidate", candidate, "person")
	return {reads(person, language)} if language == "uz" else _again(person, language)


def _again(person: str, language: str) -> set[str]:
	"""The text in the language that the person reads in from now on."""
	reads(person, language)
	frappe.db.delete("SMS Message", {"template": "S35", "receiver_person": person})
	frappe.db.delete("SMS Campaign", {"template": "S35"})
	prepare_all("S35")
	return {person}


@scene("S22", "S24", "S26")
def candidate_registered(language: str, template: str) -> set[str]:
	event = "proxies_invited" if template == "S26" else "registered"
	answers = {"party_membership": "Member", **make.person(), "constituency": make.constituency(91)}
	kind = "" if template == "S26" else "candidate"
	more = {"election_types": ["DC"], "certificate_kind": kind}
	return persons_of(decided(language, template, event, "register_candidate", answers, **more), "Candidate")


@scene("S23")
def listed(language: str) -> set[str]:
	make.admitted("LC_PL")
	answers = {"party": make.PARTY, "candidates": make.nominees(make.person("Salimova Salima"))}
	more = {"election_types": ["LC_PL"], "certificate_kind": "candidate"}
	decision = decided(
		language, "S23", "registered", "register_list", answers, {"rows": "candidates"}, **more
	)
	return persons_of(decision, "Candidate")


@scene("S25")
def candidate_refused(language: str) -> set[str]:
	answers = {"party_membership": "Member", **make.person()}
	more = {"election_types": ["DC"], "refused": {0: "Yoshi yetmagan"}}
	decided(language, "S25", "row_refused", "register_candidate", answers, **more)
	return {applicant(language)}


@scene("S29", "S30")
def candidate_ended(language: str, template: str) -> set[str]:
	effect = {"S29": "revoke_nomination", "S30": "withdraw_candidate"}[template]
	candidate = make.candidate()
	person = reads(frappe.db.get_value("Candidate", candidate, "person"), language)
	decided(language, template, "ended", effect, {"candidate": candidate, "reason": "Sabab"})
	return {person} | ({applicant(language)} if template == "S30" else set())


def of_candidate(candidate: str) -> dict[str, Any]:
	person = frappe.db.get_value("Candidate", candidate, "person")
	return {"by": ("Candidate", candidate), "kind": "candidate", "applicant": person}


@scene("S31", "S32", "S33")
def proxy(language: str, template: str) -> set[str]:
	event = {"S31": "registered", "S32": "registered_applicant", "S33": "row_refused"}[template]
	candidate = make.candidate()
	more = {**of_candidate(candidate), "certificate_kind": "proxy" if template == "S31" else ""}
	refused = {0: "Komissiya a'zosi"} if template == "S33" else None
	answers = {"proxies": [make.person()]}
	decision = decided(
		language, template, event, "register_proxy", answers, {"rows": "proxies"}, refused=refused, **more
	)
	return persons_of(decision, "Proxy") if template == "S31" else {more["applicant"]}


@scene("S34")
def proxy_ended(language: str) -> set[str]:
	candidate = make.candidate()
	name = entry("Proxy", language, candidate=candidate, election_type="DC", party=make.PARTY)
	more = {**of_candidate(candidate), "fields": [make.link("certificate", "Proxy")]}
	decided(language, "S34", "ended", "revoke_mandate", {"certificate": name, "reason": "Sabab"}, **more)
	return {frappe.db.get_value("Proxy", name, "person"), more["applicant"]}


@scene("S36", "S37", "S49")
def observer(language: str, template: str) -> set[str]:
	kind = {"S37": "mahalla"}.get(template, "party_district_branch")
	event = {"S36": "registered", "S37": "registered_second", "S49": "certificate_ready"}[template]
	answers = {"persons": [make.person()], "territory": make.DISTRICT}
	more = {"certificate_kind": "observer_mahalla" if template == "S37" else "observer_party", "kind": kind}
	if template == "S37":
		more["by"] = (
			"Participant Organization",
			frappe.db.get_value("Participant Organization", {"kind": "Mahalla"}),
		)
	decision = decided(language, template, event, "accredit_observer", answers, ROWS, **more)
	if template == "S49":
		for name in frappe.get_all("Certificate", {"decision": decision}, pluck="name"):
			forming.complete(name)  # the job of the certificate
	return persons_of(decision, "Observer")


@scene("S38")
def foreign(language: str) -> set[str]:
	answers = {"persons": [make.foreigner(), make.foreigner("Ayse Kaya")], "organization": "YXHT"}
	more = {"certificate_kind": "observer_foreign", "kind": "foreign_ministry"}
	decided(language, "S38", "registered", "accredit_observer", answers, ROWS, **more)
	return {applicant(language)}


@scene("S40", "S41")
def media(language: str, template: str) -> set[str]:
	event = {"S40": "registered", "S41": "row_refused"}[template]
	answers = {"media_name": "Sinov gazetasi", "persons": [make.person()]}
	kind = "media_representative" if template == "S40" else ""
	refused = {0: "Hujjat to'liq emas"} if template == "S41" else None
	more = {"kind": "national_media", "certificate_kind": kind, "refused": refused}
	decision = decided(language, template, event, "accredit_media", answers, ROWS, **more)
	return persons_of(decision, "Media Representative") | {applicant(language)}


@scene("S42")
def media_ended(language: str) -> set[str]:
	name = entry("Media Representative", language, organization_title="Sinov gazetasi")
	field = make.link("certificate", "Media Representative")
	answers = {"certificate": name, "reason": "Qoidabuzarlik"}
	decided(language, "S42", "ended", "revoke_mandate", answers, fields=[field])
	return {frappe.db.get_value("Media Representative", name, "person"), applicant(language)}


@scene("S43", "S44")
def member(language: str, template: str) -> set[str]:
	above = {"commission": ground.HIGHER, "by_user": REGIONAL}
	if template == "S43":
		answers = {"persons": make.completed()}
		more = {**above, "certificate_kind": "commission_member"}
		decision = decided(
			language, "S43", "registered", "appoint_commission_member", answers, MEMBERS, **more
		)
		return persons_of(decision, "Commission Membership")
	person = coding.person(language=language)
	membership = frappe.new_doc("Commission Membership")
	values = {"person": person, "commission": make.COMMISSION, "position": "Member"}
	membership.update({**values, "starts_on": clock.today() - timedelta(days=9)})
	settled.inserted(membership)
	answers = {"member": membership.name, "reason": "Ko'chib ketdi"}
	answers["new_person"] = [make.person(proposed_position="Member")]
	mapping = {"rows": "new_person", "position": "proposed_position"}
	decided(language, "S44", "ended", "replace_commission_member", answers, mapping, **above)
	return {person}


@scene("S45")
def meeting_with_voters(language: str) -> set[str]:
	candidate = make.candidate()
	more = of_candidate(candidate)
	proxy = entry("Proxy", language, candidate=candidate, election_type="DC", party=make.PARTY)
	answers = {"meeting_date": str(clock.today()), "meeting_time": "15:00", "place": "Madaniyat uyi"}
	decided(language, "S45", "registered", "record_only", {**answers, "expected_participants": 9}, **more)
	return {more["applicant"], frappe.db.get_value("Proxy", proxy, "person")}


@scene("S46")
def complaint(language: str) -> set[str]:
	answers = {"respondent_commission": make.COMMISSION, "facts": "Holat", "demand": "Talab"}
	answers["contested_decision_no"] = "7"
	mapping = {"respondent": "respondent_commission", "decision_no": "contested_decision_no"}
	chair = reads(person_of(filing.CHAIR), language)
	decided(language, "S46", "registered", "uphold_complaint", answers, mapping)
	return {applicant(language), chair}


@scene("S47", "S48")
def places(language: str, template: str) -> set[str]:
	station = {"polling_station_no": 901, "polling_station_name": "901", "building": "5-maktab"}
	okrug = {"constituency_no": 54, "constituency_name": "Okrug", "voters_count": 900}
	if template == "S47":
		rows, group, effect, more = (
			{**station, "voters_count": 9},
			"stations",
			"establish_polling_station",
			{},
		)
	else:
		rows, group, effect = okrug, "constituencies", "define_constituency"
		more = {"election_types": ["DC"]}
	decided(language, template, "registered", effect, {group: [rows]}, {"rows": group}, **more)
	return {applicant(language)}


@scene("S50")
def revoked(language: str) -> set[str]:
	answers = {"persons": [make.person()], "territory": make.DISTRICT}
	decision = make.effect("accredit_observer", answers, ROWS, certificate_kind="observer_party")
	(former,) = make.written(decision, "Observer")
	reads(former.person, language)
	make.message(frappe.db.get_value("Appeal", former.appeal, "appeal_type"), "certificate_revoked", "S50")
	make.effect("revoke_mandate", {"certificate": former.certificate, "reason": "Qoidabuzarlik"})
	return {former.person}


@scene("S51", "S52")
def session(language: str, template: str) -> set[str]:
	people = {reads(meeting.person(user), language) for user in meeting.ALL}
	if template == "S51":
		planned = meeting.planned()
		meeting.item(planned)
		frappe.set_user(meeting.SECRETARY)
		planning.invite(planned)
	else:
		item = meeting.item(meeting.opened())
		frappe.set_user(meeting.CHAIR)
		counting.open_item(item, clock.now() + timedelta(hours=2))
	frappe.set_user("Administrator")
	return people


@scene("S56", "S57")
def registers_say(language: str, template: str) -> set[str]:
	"""The checks of a filed appeal, against the made-up portal."""
	person = applicant(language)
	who = {"S56": "differs", "S57": "matches"}[template]
	change = {"full_name": "Saidov Zafar Saidovich"} if template == "S56" else {}
	frappe.db.set_value("Appeal Type", "A56", "state_checks", "PD;WP")
	frappe.clear_document_cache("Appeal Type", "A56")
	with portal() as state:
		state.faults = {registers.WORK: 503} if template == "S57" else {}
		appeal = filing.filed(typed=filing.answers([portals.typed(who, **change)]))
		for _ in range(notifications.ROUNDS):
			checking.run(appeal)
	return {person}


@contextmanager
def portal() -> Iterator[Any]:
	"""The made-up portal of the state registers; a job's commit would end the test's transaction."""
	with pytest.MonkeyPatch.context() as patch, portals.reached(patch) as state:
		patch.setattr(frappe.db, "commit", lambda: None)
		yield state


@scene("S54")
def elected(language: str) -> set[str]:
	okrug = make.constituency(81)
	candidate = make.candidate(constituency=okrug)
	counts.won([candidate], okrug)
	person = reads(frappe.db.get_value("Candidate", candidate, "person"), language)
	matter("elected_deputies", {"deputies": [{"candidate": candidate, "votes": 500}]})
	return {person}


@scene("S55")
def announced(language: str) -> set[str]:
	"""The announcement of an election that was held, and the job that tells everybody whose mandate it ends."""
	day = clock.today()
	frappe.db.set_value("Election", make.ELECTION, "election_day", day - timedelta(days=5))
	frappe.clear_document_cache("Election", make.ELECTION)
	journalist = entry("Media Representative", language, organization_title="Sinov gazetasi")
	decision, after = matter("announcement", {"announced_on": str(day)}), ""
	while after is not None:
		after = announcing.announce(decision, after) or None
	return {frappe.db.get_value("Media Representative", journalist, "person")}


def matter(code: str, data: dict[str, Any]) -> str:
	"""A decision without an appeal, at whatever level this usually is one."""
	document = frappe.get_doc("Decision Subject", code)
	document.update({"levels": "CEC;REG;DC"})
	settled.saved(document)
	return voted.matter_decided(code, data).decision


@scene("S62", "S63")
def recovery(language: str, template: str) -> set[str]:
	"""Both messages of a recovery: one when it is opened, one with its code."""
	person = frappe.db.get_value("Person", {"user": recoveries.OWNER}, "name")
	reads(person, language)
	recoveries.confirmed(recoveries.opened())
	frappe.set_user("Administrator")
	return {person}


@scene("S64")
def invited(language: str) -> set[str]:
	"""A table of members, imported by an administrator: who has a phone and never logged in is invited."""
	person = frappe.get_doc("Person", coding.person(language=language))
	(row,) = invitations.members(1)
	invitations.imported([{**row, "pinfl": person.pinfl, "full_name": person.full_name, "phone": ""}])
	return {person.name}


@scene("S60")
def annulled(language: str) -> set[str]:
	person = applicant(language)
	make.annulled(decide.decided(decide.filed()).decision)
	return {person}


@scene("S61")
def partly(language: str) -> set[str]:
	person = applicant(language)
	decide.decided(decide.filed(), refused={1: decide.REASON})
	return {person}


@scene("S80")
def answered(language: str) -> set[str]:
	"""Who writes from the portal is no Person here."""
	number = receiving.send("voters", "Uchastkam qayerda?", language, "Sinov", coding.phone()).number
	document = frappe.get_doc("Feedback", number)
	document.answer = "Uchastka 12-maktabda."
	document.save()
	apply_workflow(document, "Send the Answer")
	return {""}
