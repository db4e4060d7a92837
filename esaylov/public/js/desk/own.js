import { call, explain } from "./api.js";
import { openSessions, ownCommission } from "./session/agenda.js";
import { ask } from "./session/steps.js";
import { openSignature } from "./sign.js";

const CHAIR_ROUTE = "chair_decision";

/**
 * A decision that nobody asked for: which matter, what it needs, then the chair's signature or the agenda of a session.
 * known: a matter and values that are settled already, `{matter, values}`.
 */
export async function decideWithoutAppeal(known = {}) {
	try {
		const commission = await ownCommission(
			__("Whose decision?"),
			__("You cannot prepare decisions. The chair, deputy chair or secretary of a commission can."),
		);
		if (!commission) return;
		const matters = await call("decisions.matters", { commission }, "GET");
		const open = matters.filter((matter) => matter.prepare);
		const matter = known.matter ? open.find((one) => one.code === known.matter) : await choose(open);
		if (matter) await prepare(commission, matter, known.values || {});
		else if (known.matter)
			explain(new Error(__("Your commission does not decide this matter, or you cannot prepare it.")));
	} catch (problem) {
		explain(problem);
	}
}

const titleOf = (matter) => matter[`title_${frappe.boot.lang}`] || matter.title_uz;
const road = (matter) => (matter.route === CHAIR_ROUTE ? __("the chair signs") : __("the commission votes"));

async function choose(matters) {
	if (!matters.length) {
		explain(new Error(__("There is no decision without an appeal that you can prepare in your commission.")));
		return null;
	}
	const options = matters.map((matter) => ({
		value: matter.code,
		label: `${titleOf(matter)} (${road(matter)})`,
	}));
	const field = {
		fieldtype: "Select",
		fieldname: "code",
		label: __("What is to be decided?"),
		reqd: 1,
		options,
	};
	let chosen = null;
	await ask(__("Decide Without an Appeal"), [field], __("Go On"), ({ code }) => {
		chosen = matters.find((matter) => matter.code === code);
	});
	return chosen;
}

function prepare(commission, matter, values) {
	return matter.route === CHAIR_ROUTE
		? prepareAlone(commission, matter, values)
		: prepareVote(commission, matter, values);
}

const fieldsOf = (matter, values) =>
	NEEDS[matter.code]().map((field) => ({ ...field, default: values[field.fieldname] }));

async function prepareAlone(commission, matter, values) {
	const election = { ...link("election", __("Election"), "Election"), default: await presentElection() };
	const title = titleOf(matter);
	return ask(
		title,
		[...fieldsOf(matter, values), election],
		__("Read and Sign"),
		async ({ election, ...data }) => {
			const asked = { commission, subject_kind: matter.code, election, data: plain(data) };
			let draft;
			try {
				draft = await call("decisions.matter_draft", asked);
			} catch (problem) {
				if (problem.code !== "decider_conflict") throw problem;
				explain(problem);
				await prepareVote(commission, matter, data); // the deputy may be in conflict too
				return;
			}
			openSignature({
				title,
				draft,
				redraft: (texts) => call("decisions.matter_draft", { ...asked, ...texts }),
				send: (signature, texts) => call("decisions.decide_matter", { ...asked, ...texts, signature }),
				done: ({ decision }) => frappe.set_route("Form", "Decision", decision),
			});
		},
	);
}

async function prepareVote(commission, matter, values) {
	const sessions = await openSessions(commission);
	if (!sessions.length) {
		explain(new Error(__("No session is planned. Plan one in the list of sessions first.")));
		return;
	}
	const title = titleOf(matter);
	const asked = [
		...fieldsOf(matter, values),
		{ fieldtype: "Section Break" },
		{
			fieldtype: "Data",
			fieldname: "title",
			label: __("Title on the agenda"),
			reqd: 1,
			default: matter.title_uz,
		}, // agenda and protocol are in Uzbek
		{
			fieldtype: "Select",
			fieldname: "session",
			label: __("Session"),
			reqd: 1,
			options: sessions,
			default: sessions[0].value,
		},
		{
			fieldtype: "HTML",
			options: `<p class="text-muted">${__("The draft is made from the template. Change its texts and attach files in the room of the session, until the vote opens.")}</p>`,
		},
	];
	await ask(title, asked, __("Put on Agenda"), async ({ title, session, ...data }) => {
		await call("sessions.add_subject", { session, kind: matter.code, title, data: plain(data) });
		frappe.set_route("Form", "Commission Session", session);
	});
}

/** What was filled in, without the marks that the framework puts on the rows of a table. */
function plain(values) {
	const filled = ([key, value]) =>
		value !== undefined && value !== null && value !== "" && !FRAMEWORK.has(key) && !key.startsWith("__");
	const row = (value) => (Array.isArray(value) ? value.map(plain) : value);
	return Object.fromEntries(
		Object.entries(values)
			.filter(filled)
			.map(([key, value]) => [key, row(value)]),
	);
}

const FRAMEWORK = new Set(["name", "idx", "doctype", "parent", "parenttype", "parentfield"]);

async function presentElection() {
	const [last] = await frappe.db.get_list("Election", {
		fields: ["name"],
		order_by: "election_day desc",
		limit: 1,
	});
	return last?.name;
}

// --- What each matter needs; the server checks it once more (decisions/matters/ex_officio_checks.py)

const link = (fieldname, label, options, more = {}) => ({
	fieldtype: "Link",
	fieldname,
	label,
	options,
	reqd: 1,
	...more,
});
const only = (filters) => ({ get_query: () => ({ filters }) });
const reason = () => ({ fieldtype: "Small Text", fieldname: "reason", label: __("Reason"), reqd: 1 });
const table = (fieldname, label, fields) => ({
	fieldtype: "Table",
	fieldname,
	label,
	reqd: 1,
	in_place_edit: true,
	data: [],
	fields,
});
const column = (fieldtype, fieldname, label, more = {}) => ({
	fieldtype,
	fieldname,
	label,
	in_list_view: 1,
	...more,
});

const NEEDS = {
	annulment: () => [link("decision", __("Decision"), "Decision", only({ status: "Signed" })), reason()],
	end_accreditation: () => [
		link("certificate", __("Media Representative"), "Media Representative", only({ status: "Registered" })),
		reason(),
	],
	end_mandate: () => [
		link("certificate", __("Observer"), "Observer", only({ status: "Registered", kind: "foreign" })),
		reason(),
	],
	announcement: () => [
		{
			fieldtype: "Date",
			fieldname: "announced_on",
			label: __("Day of the announcement"),
			reqd: 1,
			default: frappe.datetime.get_today(),
		},
	],
	elected_deputies: () => [
		{
			fieldtype: "HTML",
			options: `<p class="text-muted">${__("Leave the table empty to take everybody whom your tables of results elect.")}</p>`,
		},
		{
			...table("deputies", __("Elected deputies"), [
				column("Link", "candidate", __("Candidate"), {
					options: "Candidate",
					reqd: 1,
					...only({ status: "Registered" }),
				}),
				column("Int", "votes", __("Votes")),
			]),
			reqd: 0,
		},
	],
	result_table: () => [
		link("election_type", __("Election Type"), "Election Type"),
		link("constituency", __("Constituency"), "Constituency", { reqd: 0, ...only({ is_annulled: 0 }) }),
		{
			fieldtype: "Small Text",
			fieldname: "reason",
			label: __("Why the election is invalid"),
			description: __("Only where violations changed the result (art. 96)."),
		},
	],
	annul_count: () => [
		link("protocol", __("Count Protocol"), "Count Protocol", only({ status: "Received" })),
		reason(),
	],
	form_commission: () => [
		{
			fieldtype: "HTML",
			options: `<p class="text-muted">${__("Name the polling station, the constituency or the territory: one of the three.")}</p>`,
		},
		link("polling_station", __("Polling Station"), "Polling Station", {
			reqd: 0,
			...only({ is_annulled: 0 }),
		}),
		link("constituency", __("Constituency"), "Constituency", { reqd: 0, ...only({ is_annulled: 0 }) }),
		link("territory", __("Administrative Territory"), "Administrative Territory", { reqd: 0 }),
		table("members", __("Members"), [
			column("Data", "full_name", __("Full name"), { reqd: 1 }),
			column("Data", "pinfl", __("PINFL"), { reqd: 1 }),
			column("Select", "position", __("Position"), {
				reqd: 1,
				options: ["Chair", "Deputy Chair", "Secretary", "Member"].join("\n"),
			}),
			column("Data", "recommended_by", __("Recommended by")),
			column("Data", "phone", __("Phone")),
		]),
	],
};
