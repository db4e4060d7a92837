import { showAnew } from "./anew.js";
import { call, explain } from "./api.js";
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

/** The form of a Count Protocol: the numbers as they are typed, what is wrong with them, and the steps that are open. */
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
	const isOpen = state.steps.includes("enter");
	const $view = frm.get_field("entry_view").$wrapper;
	const numbers = Object.entries(NUMBERS).map(([name, label]) =>
		line(name, label(), state.typed[name], isOpen),
	);
	const votes = state.lines.map(({ name, title }) =>
		line(`votes.${name}`, title, state.typed.votes?.[name], isOpen),
	);
	$view.html(`<div class="esaylov-count"><div data-sum role="status"></div>
		<fieldset><legend>${__("Ballots")}</legend>${numbers.join("")}</fieldset>
		<fieldset><legend>${__("Votes")}</legend>${votes.join("")}<div data-error="votes" class="text-danger"></div></fieldset>
		${signers(state.signers)}</div>`);
	show($view, state.findings, isOpen);
	if (isOpen) listen(frm, $view);
	buttons(frm, state);
}

const line = (
	path,
	label,
	value,
	isOpen,
) => `<div class="esaylov-count-line"><label><span>${text(label)}</span>
	<input class="form-control" type="text" inputmode="numeric" autocomplete="off" data-path="${text(path)}"
	value="${text(value)}" ${isOpen ? "" : "readonly"}></label><div data-error="${text(path)}" class="text-danger"></div></div>`;

function signers(rows) {
	if (!rows.length) return "";
	const items = rows.map(
		(row) =>
			`<li>${text(row.name)} · ${__(row.position)} · ${frappe.datetime.str_to_user(row.at.replace("T", " "))}</li>`,
	);
	return `<h3>${__("Signed By")}</h3><ul>${items.join("")}</ul>`;
}

function show($view, findings, isOpen) {
	$view.find("[data-error]").empty();
	const others = [];
	for (const one of findings) {
		const place = $view.find("[data-error]").filter((_, box) => box.dataset.error === one.path);
		if (place.length) place.append(`<div>${text(one.message)}</div>`);
		else others.push(`<div class="text-danger">${text(one.message)}</div>`);
	}
	const sound = isOpen && !findings.length ? `<div class="text-success">${__("All sums hold.")}</div>` : "";
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

function listen(frm, $view) {
	let latest = 0;
	const check = async () => {
		latest += 1;
		const mine = latest;
		try {
			const { findings } = await call("counting.enter", { protocol: frm.doc.name, typed: typed($view) });
			if (mine === latest) show($view, findings, true);
		} catch (problem) {
			explain(problem);
		}
	};
	frm.saveCount = check;
	$view.on("input", "[data-path]", frappe.utils.debounce(check, PAUSE));
}

function buttons(frm, { steps, status }) {
	frm.clear_custom_buttons();
	const protocol = frm.doc.name;
	const again = () => showAnew(frm);
	const post = (name, args = {}) => call(`counting.${name}`, { protocol, ...args });
	const run = (name) => post(name).then(again).catch(explain);
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
	const actions = {
		sign: [__("Sign"), () => sign(frm, again)],
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
	for (const step of steps) if (actions[step]) frm.add_custom_button(...actions[step]);
	if (status !== "Draft") {
		const address = `/api/method/esaylov.api.papers.count_protocol?protocol=${encodeURIComponent(protocol)}`;
		frm.add_custom_button(__("Copy (PDF)"), () => window.open(address));
	}
}

async function sign(frm, done) {
	try {
		if (frm.saveCount && frm.doc.status === "Draft") await frm.saveCount(); // what was typed last is what is signed
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
