import { showAnew } from "./anew.js";
import { call, explain } from "./api.js";
import { showPapers } from "./count_papers.js";
import { ownCommission } from "./session/agenda.js";
import { ask } from "./session/steps.js";
import { showing } from "./showing.js";
import { openSignature } from "./sign.js";

const text = (value) => frappe.utils.escape_html(String(value ?? ""));
const PAUSE = 400; // ms after the last key: one question for a number, not one for each digit
const NUMBERS = {
	voters: () => __("Voters on the List"),
	received: () => __("Ballots Received"),
	given: () => __("Voters Who Got a Ballot"),
	early: () => __("Of Them Early"),
	counted: () => __("Ballots in the Boxes"),
	left: () => __("Unused and Cancelled Ballots"),
	invalid: () => __("Invalid Ballots"),
};

/** The form of a Count Protocol: the own entry or what two entries say, the papers beside it, and the steps that are open. */
export async function showCount(frm) {
	const isSeen = showing(frm);
	try {
		const state = await call("counting.entry", { protocol: frm.doc.name }, "GET");
		if (isSeen()) draw(frm, state);
	} catch (problem) {
		if (isSeen()) explain(problem);
	}
}

function draw(frm, state) {
	const $view = frm.get_field("entry_view").$wrapper.off();
	frm.page.wrapper.find(".layout-side-section").hide(); // the scan needs the room beside the numbers
	const numbers = Object.entries(NUMBERS).map(([name, label]) => line(state, name, label()));
	const votes = state.lines.map(({ name, title }) => line(state, `votes.${name}`, title));
	$view.html(`<div class="esaylov-count"><div class="esaylov-count-numbers">
		<p data-entries role="status">${text(entriesSaid(state))}</p><div data-sum role="status"></div>
		<fieldset><legend>${__("Polling Station")}</legend>${line(state, "station", __("Number of the Station on the Paper"))}</fieldset>
		<fieldset><legend>${__("Ballots")}</legend>${numbers.join("")}</fieldset>
		<fieldset><legend>${__("Votes")}</legend>${votes.join("")}<div data-error="votes"></div></fieldset>
		${explanations(state)}${signers(state.signers)}</div><aside class="esaylov-count-papers" data-papers></aside></div>`);
	show($view, state);
	if (isEntering(state)) listen(frm, $view, state);
	showPapers(frm, $view.find("[data-papers]"), state);
	buttons(frm, state);
	if (isEntering(state) && !frappe.is_mobile()) firstEmpty($view).trigger("focus");
}

const isEntering = ({ steps }) => steps.includes("enter") || steps.includes("reenter");

/** How far the two entries are, in words. */
function entriesSaid(state) {
	if (state.status !== "Draft") return "";
	const made = state.finished.map(({ name, at }, place) =>
		__("Entry {0}: {1}, {2}.", [place + 1, name, frappe.datetime.str_to_user(at.replace("T", " "))]),
	);
	return [...made, stage(state)].join(" ");
}

function stage(state) {
	const differing = Object.keys(state.differences).length;
	if (state.steps.includes("reenter"))
		return __(
			"{0} numbers differ. Look at the paper and type them again. The entries agree when both persons typed the same.",
			[differing],
		);
	if (differing) return __("{0} numbers differ. The two persons look at the paper again.", [differing]);
	if (state.is_mine_finished && state.finished.length < 2)
		return __("Your entry is finished. Another person enters the same paper.");
	if (state.steps.includes("enter"))
		return __("Type what the paper says. Nobody sees your numbers before both entries are finished.");
	return state.is_agreed ? __("Both entries agree.") : "";
}

function line(state, path, label) {
	const isOpen = state.steps.includes("enter") || (path in state.differences && isEntering(state));
	const [name, of] = path.split(/\.(.*)/);
	const value =
		path in state.differences ? "" : of === undefined ? state.typed[name] : state.typed.votes?.[of];
	return `<div class="esaylov-count-line"><label><span>${text(label)}</span>
		<input class="form-control" type="text" inputmode="numeric" autocomplete="off" data-path="${text(path)}"
		value="${text(value)}" ${isOpen ? "" : "readonly"}></label>${difference(state, path)}<div data-error="${text(path)}"></div></div>`;
}

/** Both values of a number that differs, for the two persons who typed them. */
function difference(state, path) {
	const values = state.differences[path];
	if (!values) return "";
	const [first, second] = values.map((value) => value ?? "–");
	return `<div class="esaylov-count-difference">${text(__("Entry 1: {0} · Entry 2: {1}", [first, second]))}</div>`;
}

/** A place for what the commission found about each unlikely number. */
function explanations(state) {
	const isOpen = state.steps.includes("explain");
	const warnings = state.findings.filter(({ severity }) => severity === "warning");
	const rows = warnings.length
		? warnings.map(({ key, message }) => [key, message])
		: Object.keys(state.explanations).map((key) => [key, ""]);
	if (!rows.length) return "";
	const items = rows.map(
		([key, message]) => `<label class="esaylov-count-explanation"><span>${text(message)}</span>
		<textarea class="form-control" rows="2" maxlength="500" data-explanation="${text(key)}" ${isOpen ? "" : "readonly"}>${text(state.explanations[key])}</textarea></label>`,
	);
	return `<fieldset><legend>${__("What the Commission Found")}</legend>${items.join("")}</fieldset>`;
}

function signers(rows) {
	if (!rows.length) return "";
	const items = rows.map(
		(row) =>
			`<li>${text(row.name)} · ${__(row.position)} · ${frappe.datetime.str_to_user(row.at.replace("T", " "))}</li>`,
	);
	return `<h3>${__("Signed By")}</h3><ul>${items.join("")}</ul>`;
}

function show($view, { findings, steps, typed }) {
	$view.find("[data-error]").empty();
	const others = [];
	for (const one of findings) {
		const kind = one.severity === "warning" ? "esaylov-sun" : "esaylov-rose";
		const said = `<div class="${kind}">${text(one.message)}</div>`;
		const place = $view.find("[data-error]").filter((_, box) => box.dataset.error === one.path);
		if (place.length) place.append(said);
		else others.push(said);
	}
	const isWhole = steps.includes("enter") && !findings.length && Object.keys(typed).length;
	const sound = isWhole ? `<div class="esaylov-leaf">${__("All sums hold.")}</div>` : "";
	$view
		.find("[data-sum]")
		.html(others.join("") + sound)
		.attr("data-findings", findings.length);
}

/** A whole number is sent as one; anything else as it was typed, and the server says what it is not. */
const number = (value) => (/^\d{1,15}$/.test(value.trim()) ? Number(value) : value.trim());

function typed($view) {
	const found = { votes: {} };
	$view.find("[data-path]").each((_, input) => {
		const [name, line] = input.dataset.path.split(/\.(.*)/);
		if (!input.value.trim()) return;
		if (line === undefined) found[name] = number(input.value);
		else found.votes[line] = number(input.value);
	});
	return found;
}

const openInputs = ($view) => $view.find("[data-path]:not([readonly])");
const firstEmpty = ($view) =>
	openInputs($view)
		.filter((_, input) => !input.value)
		.first();

/** Enter and the arrows lead from number to number, Ctrl+Enter ends the entry: nobody needs the mouse. */
function moveByKeys(frm, $view) {
	$view.on("keydown", "[data-path]", (event) => {
		if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
			event.preventDefault();
			frm.endEntry?.();
			return;
		}
		const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (!step) return;
		event.preventDefault();
		const inputs = openInputs($view).toArray();
		const next = inputs[inputs.indexOf(event.currentTarget) + step];
		next?.focus();
		next?.select();
	});
}

function listen(frm, $view, state) {
	moveByKeys(frm, $view);
	if (!state.steps.includes("enter")) return;
	let latest = 0;
	let resting = null;
	let sent = Promise.resolve();
	const check = () => {
		clearTimeout(resting); // what rests would be sent after the entry is finished, and be refused
		latest += 1;
		const mine = latest;
		const numbers = typed($view);
		const send = () => call("counting.enter", { protocol: frm.doc.name, typed: numbers });
		const answer = sent.then(send, send); // two at once may be stored in the wrong order
		sent = answer;
		return answer.then(({ findings }) => {
			if (mine === latest) show($view, { findings, steps: state.steps, typed: numbers });
			return findings;
		});
	};
	frm.saveCount = check;
	$view.on("input", "[data-path]", () => {
		clearTimeout(resting);
		resting = setTimeout(() => check().catch(explain), PAUSE);
	});
}

/** Codes of sums: a paper may be wrong in these itself. */
const ofSum = ({ code }) => /_over_|_not_even$/.test(code);

async function finish(frm, again) {
	const findings = await frm.saveCount(); // what was typed last is what is finished
	if (findings.some((one) => !ofSum(one))) {
		firstEmpty(frm.get_field("entry_view").$wrapper).trigger("focus");
		return;
	}
	const send = (as_on_paper) =>
		call("counting.finish_entry", { protocol: frm.doc.name, as_on_paper }).then(again).catch(explain);
	if (!findings.length) {
		await send(0);
		return;
	}
	const said = findings.map(({ message }) => `<li>${text(message)}</li>`).join("");
	frappe.confirm(
		`<ul>${said}</ul>${__("Does the paper itself say so? Then the entry is finished as it is, and the protocol cannot be signed until the commission has mended the paper.")}`,
		() => send(1),
	);
}

function buttons(frm, { steps, status }) {
	frm.clear_custom_buttons();
	const protocol = frm.doc.name;
	const $view = frm.get_field("entry_view").$wrapper;
	const again = () => showAnew(frm);
	const post = (name, args = {}) => call(`counting.${name}`, { protocol, ...args });
	const run = (name, args) => post(name, args).then(again).catch(explain);
	const why = (title, name) =>
		ask(
			title,
			[{ fieldtype: "Small Text", fieldname: "reason", label: __("Reason"), reqd: 1 }],
			title,
			async ({ reason }) => {
				await post(name, { reason });
				await again();
			},
		);
	const ends = {
		enter: () => finish(frm, again).catch(explain),
		reenter: () => run("reenter", { typed: typed($view) }),
	};
	const actions = {
		enter: [__("Finish My Entry"), ends.enter],
		reenter: [__("Save What the Paper Says"), ends.reenter],
		explain: [__("Save the Explanations"), () => run("explain_warnings", { explanations: explained($view) })],
		sign: [__("Sign"), () => sign(frm, again)],
		start_over: [__("Enter Again From the Start"), () => why(__("Enter Again From the Start"), "start_over")],
		reopen: [__("Back to Entry"), () => why(__("Back to Entry"), "reopen")],
		correct: [
			__("Correct"),
			() =>
				post("correct")
					.then((answer) => frappe.set_route("Form", "Count Protocol", answer.protocol))
					.catch(explain),
		],
		take_in: [__("Take In"), () => run("take_in")],
		send_back: [__("Send Back"), () => why(__("Send Back"), "send_back")],
	};
	frm.endEntry = ends[steps.find((step) => ends[step])];
	for (const step of steps) {
		if (!actions[step]) continue;
		const $button = frm.add_custom_button(...actions[step]);
		if (ends[step]) $button.addClass("btn-primary").attr("title", "Ctrl+Enter");
	}
	if (status !== "Draft") {
		const address = `/api/method/esaylov.api.papers.count_protocol?protocol=${encodeURIComponent(protocol)}`;
		frm.add_custom_button(__("Copy (PDF)"), () => window.open(address));
	}
}

function explained($view) {
	const found = {};
	$view.find("[data-explanation]").each((_, box) => {
		if (box.value.trim()) found[box.dataset.explanation] = box.value;
	});
	return found;
}

async function sign(frm, done) {
	try {
		const { payload } = await call("counting.payload", { protocol: frm.doc.name }, "GET");
		openSignature({
			title: __("Sign"),
			draft: { payload, text: summary(frm) },
			send: (signature) => call("counting.sign", { protocol: frm.doc.name, signature }),
			done,
		});
	} catch (problem) {
		explain(problem);
	}
}

/** What is signed, as people read it: every line with its number. */
function summary(frm) {
	const lines = [frm.doc.title];
	frm
		.get_field("entry_view")
		.$wrapper.find("[data-path]")
		.each((_, input) => {
			lines.push(`${input.parentElement.querySelector("span").textContent}: ${input.value}`);
		});
	return lines.join("\n");
}

/** Open the count of a contest for the stations below the own commission. */
export async function openCount(done) {
	try {
		const commission = await ownCommission(
			__("Whose stations?"),
			__("You cannot open a count. The chair, deputy chair or secretary of a commission can."),
		);
		if (!commission) return;
		const link = (fieldname, label, options, more = {}) => ({
			fieldtype: "Link",
			fieldname,
			label,
			options,
			...more,
		});
		const fields = [
			link("election", __("Election"), "Election", { reqd: 1 }),
			link("election_type", __("Election Type"), "Election Type", { reqd: 1 }),
			link("constituency", __("Constituency"), "Constituency"),
		];
		await ask(__("Open the Count"), fields, __("Open the Count"), async (values) => {
			const { protocols } = await call("counting.open_count", { commission, ...values });
			frappe.show_alert(__("Opened: {0} protocols.", [protocols.length]));
			done();
		});
	} catch (problem) {
		explain(problem);
	}
}
