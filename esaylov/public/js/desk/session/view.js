import { keyName } from "./key.js";
import { CHOICES, hour, ITEM_STATUS, pill, STATUS, tally, text } from "./words.js";

/** The whole room as HTML, each value escaped here. choices: what the reader has marked in a list, by item. */
export function renderRoom(state, choices) {
	return `<section class="esaylov-room" aria-label="${__("Session")}">
		${head(state)}
		<div class="esaylov-room-parts">
			<div>${openItems(state, choices)}${agenda(state)}</div>
			<div>${members(state)}</div>
		</div></section>`;
}

/** What the steps of a session are called. */
export const LABELS = {
	attend: () => __("Attend in the Room"),
	attend_remote: () => __("Attend Remotely"),
	leave: () => __("Leave the Session"),
	invite: () => __("Invite the Members"),
	change_session: () => __("Change Time or Place"),
	call_off: () => __("Call Off"),
	open_session: () => __("Open the Session"),
	take_chair: () => __("Take the Chair"),
	name_secretary: () => __("Name the Record Keeper"),
	elect_presiding: () => __("Elect Who Presides"),
	recess: () => __("Recess"),
	resume: () => __("Go On"),
	close_session: () => __("Close the Session"),
	put_on_agenda: () => __("Add to the Agenda"),
	sign_protocol: () => __("Sign the Protocol"),
	sign_decisions: () => __("Sign the Decisions"),
	name_signer: () => __("Name a Successor in the Signature"),
};
const MAIN = ["attend", "open_session", "resume", "sign_protocol", "sign_decisions"];

function head(state) {
	const steps = state.me.steps.includes("attend") ? ["attend_remote", ...state.me.steps] : state.me.steps;
	const buttons = Object.keys(LABELS)
		.filter((step) => steps.includes(step) && !(state.frozen && step === "recess"))
		.map((step) => button(step, LABELS[step](), MAIN.includes(step)));
	return `<div class="esaylov-room-head">
		<p>${pill(state.status, STATUS)} ${state.number ? `${__("Session No. {0}", [text(state.number)])} · ` : ""}
			${text(hour(state.starts_at))} · ${text(state.place)}</p>
		${quorum(state.quorum)}
		<p class="esaylov-room-steps">${buttons.join(" ")}</p>
		<p class="text-muted">${keyName() ? `${__("Key at hand: {0}", [text(keyName())])} ${button("forget_key", __("Forget the Key"))}` : __("You are asked for your key at your first signature.")}</p>
	</div>`;
}

function quorum(found) {
	const share = `${found.is_more_than ? __("more than {0}/{1}", [found.numerator, found.denominator]) : __("at least {0}/{1}", [found.numerator, found.denominator])}`;
	const words = found.is_there ? __("There is a quorum") : __("There is no quorum yet");
	return `<p class="esaylov-room-quorum" role="status"><span class="indicator-pill ${found.is_there ? "green" : "orange"}">${words}</span>
		${__("{0} of {1} members are present; the rule asks for {2}.", [found.present, found.members, share])}</p>`;
}

function button(step, label, isMain = false, more = "") {
	return `<button type="button" class="btn ${isMain ? "btn-primary" : "btn-default"}" data-step="${step}" ${more}>${text(label)}</button>`;
}

// --- What is voted on now

function openItems(state, choices) {
	if (!state.open.length) return nothingOpen(state);
	const byName = new Map(state.items.map((item) => [item.name, item]));
	const parts = state.open.map((open) => ({ ...open, about: byName.get(open.item) }));
	return parts.length > 1 ? batch(state, parts, choices) : single(state, parts[0]);
}

function nothingOpen(state) {
	const words = {
		Planned: __("The session has not begun."),
		Open: __("No item is open. Who presides opens the next one from the agenda."),
		Recess: __("The session is interrupted; no vote is taken."),
	};
	return words[state.status] ? `<p class="esaylov-room-empty">${words[state.status]}</p>` : "";
}

function single(state, open) {
	return `<article class="esaylov-room-open" data-open="${text(open.item)}">
		${frozen(state, open.item)}
		<h4>${open.about.position}. ${text(open.about.title)}</h4>
		${draft(open)}
		${ballot(state, open)}
		${votes(state, open)}
		${closing(state, open.item)}
	</article>`;
}

function draft(open) {
	const other = open.text_ru
		? `<details><summary>${__("Text in Russian")}</summary><pre>${text(open.text_ru)}</pre></details>`
		: "";
	return `<h5>${__("Draft decision")}</h5><pre class="esaylov-room-draft">${text(open.text_uz)}</pre>${other}`;
}

function ballot(state, open) {
	const conflict = state.me.conflicts[open.item];
	if (open.my_vote)
		return `<p role="status">${__("Your vote: {0}", [`<b>${text(__(open.my_vote))}</b>`])}</p>`;
	if (conflict)
		return `<div class="alert alert-warning">${__("You do not vote on this item: {0}.", [text(__(conflict))])}</div>`;
	if (!state.me.steps.includes("vote")) return "";
	const item = `data-item="${text(open.item)}"`;
	const choices = CHOICES.map((choice) =>
		button("vote", __(choice), false, `${item} data-choice="${choice}"`),
	);
	return `<div class="esaylov-room-ballot" role="group" aria-label="${__("Your vote")}">${choices.join("")}
		${button("recuse", __("Recuse Myself"), false, item)}</div>
		<p>${button("dissent", __("Vote With a Separate Opinion"), false, item)}</p>`;
}

function votes(state, open) {
	const given = new Map(open.votes.map((vote) => [vote.member, vote]));
	const rows = state.members
		.filter((member) => member.is_present || given.has(member.person))
		.map((member) => voteRow(member, given.get(member.person)));
	return `<h5>${__("Votes")} <span class="text-muted">${open.votes.length} / ${rows.length}</span></h5>
		<ul class="esaylov-room-votes" aria-live="polite">${rows.join("")}</ul>`;
}

function voteRow(member, vote) {
	const said = vote
		? `<b data-vote="${text(vote.choice)}">${text(__(vote.choice))}</b>${vote.recusal ? ` <span class="text-muted">${text(__(vote.recusal))}</span>` : ""}
			${vote.dissent ? `<details><summary>${__("Separate opinion")}</summary><p>${text(vote.dissent)}</p></details>` : ""}`
		: `<span class="text-muted">${__("has not voted yet")}</span>`;
	return `<li data-member="${text(member.person)}"><span>${text(member.name)}</span><span>${said}</span></li>`;
}

function closing(state, item) {
	if (!state.me.steps.includes("close_item")) return "";
	const named = `data-item="${text(item)}"`;
	// a vote that is decided is not postponed
	const postpone = state.me.steps.includes("postpone_item")
		? button("postpone_item", __("Postpone"), false, named)
		: "";
	return `<p class="esaylov-room-steps">${button("close_item", __("Close the Vote"), true, named)} ${postpone}</p>`;
}

/** Without a quorum: why no vote is taken, and to who presides the steps that are left. They stand first, before a long draft. */
function frozen(state, item) {
	if (!state.frozen) return "";
	const named = `data-item="${text(item)}"`;
	const buttons = state.me.steps.includes("postpone_item")
		? `${button("recess", LABELS.recess(), true)} ${button("postpone_item", __("Postpone"), false, named)} ${button("wait", __("Wait"))}`
		: "";
	return `<div class="alert alert-warning" role="alert" data-frozen>${text(state.frozen)}</div>
		<p class="esaylov-room-steps">${buttons}</p>`;
}

// --- A batch: many items, one signature

function batch(state, parts, choices) {
	const mine = parts.filter(
		(open) => state.me.to_vote?.includes(open.item) && !state.me.conflicts[open.item],
	);
	const rows = parts.map((open) => batchRow(open, mine.includes(open), choices.get(open.item) || "For"));
	const sign = mine.length
		? `<p class="esaylov-room-steps">${button("vote_all", __("Sign {0} Votes at Once", [mine.length]), true)}</p>`
		: "";
	return `<article class="esaylov-room-open">
		${frozen(state, parts[0].item)}
		<h4>${__("{0} items are open together", [parts.length])}</h4>
		${state.open.length && parts[0].about.batch ? `<p class="text-muted">${text(parts[0].about.batch)}</p>` : ""}
		${sign}
		<div class="esaylov-table" tabindex="0" role="region" aria-label="${__("Items open together")}"><table class="table table-bordered">
		<thead><tr><th scope="col">№</th><th scope="col">${__("Item")}</th><th scope="col">${__("Your vote")}</th>
			<th scope="col">${__("Votes")}</th></tr></thead>
		<tbody>${rows.join("")}</tbody></table></div>
		${sign}${closing(state, parts[0].item)}
	</article>`;
}

function batchRow(open, mayVote, chosen) {
	const options = CHOICES.map(
		(choice) =>
			`<option value="${choice}" ${choice === chosen ? "selected" : ""}>${text(__(choice))}</option>`,
	);
	const mine = mayVote
		? `<select class="form-control" data-choose="${text(open.item)}" aria-label="${__("Your vote on item {0}", [open.about.position])}">${options.join("")}</select>`
		: text(__(open.my_vote) || "–");
	return `<tr data-open="${text(open.item)}"><td>${open.about.position}</td>
		<td>${text(open.about.title)}<details><summary>${__("Draft decision")}</summary><pre>${text(open.text_uz)}</pre></details></td>
		<td>${mine}</td><td>${counted(open.votes)}</td></tr>`;
}

function counted(given) {
	const of = (choice) => given.filter((vote) => vote.choice === choice).length;
	return [
		__("for {0}", [of("For")]),
		__("against {0}", [of("Against")]),
		__("abstained {0}", [of("Abstained")]),
		...(of("Recused") ? [__("recused {0}", [of("Recused")])] : []),
	].join(", ");
}

// --- Agenda and members

function agenda(state) {
	if (!state.items.length)
		return `<h4>${__("Agenda")}</h4><p class="esaylov-room-empty">${__("Nothing is on the agenda yet.")}</p>`;
	return `<h4>${__("Agenda")} <span class="text-muted">(${state.items.length})</span></h4>
		<ol class="esaylov-room-agenda">${state.items.map((item) => agendaItem(state, item)).join("")}</ol>`;
}

function agendaItem(state, item) {
	const result =
		item.votes_for + item.votes_against + item.votes_abstained + item.votes_recused
			? ` <span class="text-muted">${text(tally(item))}</span>`
			: "";
	const reason =
		item.result_reason && item.result_reason !== "Majority"
			? ` <span class="text-muted">(${text(__(item.result_reason))})</span>`
			: "";
	const undecided =
		["Planned", "Not Adopted"].includes(item.status) && item.undecided
			? ` <span class="indicator-pill red" data-undecided="${item.undecided}">${__("Rows to decide: {0}", [item.undecided])}</span>`
			: "";
	const links = [
		...item.materials.map(
			(file) => `<a href="${text(file.url)}" target="_blank" rel="noopener">${text(file.file_name)}</a>`,
		),
		item.appeal && link("Appeal", item.appeal, __("Appeal")),
		item.decision && link("Decision", item.decision, __("Decision")),
	].filter(Boolean);
	return `<li value="${item.position}" data-item-row="${text(item.name)}"><div>${text(item.title)} ${pill(item.status, ITEM_STATUS)}${undecided}${reason}${result}</div>
		<div class="esaylov-room-steps">${links.join(" ")} ${itemSteps(state, item)}</div></li>`;
}

function link(doctype, name, label) {
	return `<a href="${text(frappe.utils.get_form_link(doctype, name))}">${text(label)}</a>`;
}

function itemSteps(state, item) {
	const named = `data-item="${text(item.name)}"`;
	const may = (step) => state.me.steps.includes(step);
	const isWaiting = ["Planned", "Not Adopted"].includes(item.status);
	const steps = [];
	if (state.me.to_set_aside.includes(item.name))
		return button("set_aside", __("Return to Review"), false, named);
	if (!isWaiting) return "";
	if (may("open_item"))
		steps.push(button("open_item", item.batch ? __("Open the Batch") : __("Open the Vote"), false, named));
	if (may("put_on_agenda")) {
		steps.push(button("add_material", __("Attach a File"), false, named));
		steps.push(button("redraft", __("Change the Draft"), false, named));
		if (item.batch) steps.push(button("split", __("Take Out of the Batch"), false, named));
		if (item.status === "Planned") steps.push(button("remove_item", __("Take Off"), false, named));
	}
	if (may("postpone_item")) steps.push(button("postpone_item", __("Postpone"), false, named));
	return steps.join(" ");
}

function members(state) {
	const rows = state.members.map((member) => {
		const marks = [
			text(__(member.position)),
			member.is_presiding && __("presides"),
			member.keeps_record && __("record keeper"),
		].filter(Boolean);
		const where = member.is_present ? text(__(member.mode || "In the Room")) : __("is not here");
		return `<li><span>${text(member.name)}<br><span class="text-muted">${marks.join(", ")}</span></span>
			<span class="indicator-pill ${member.is_present ? "green" : "gray"}">${where}</span></li>`;
	});
	return `<h4>${__("Members")}</h4><ul class="esaylov-room-members">${rows.join("")}</ul>`;
}
