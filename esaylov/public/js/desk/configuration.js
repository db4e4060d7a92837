import { act } from "./act.js";
import { call, explain } from "./api.js";
import { confirmerSaid } from "./codes.js";
import { entitle } from "./form_title.js";
import { inWords } from "./in_words.js";
import { openSignature } from "./sign.js";

const text = (value) => frappe.utils.escape_html(String(value));

/** A value of the log for a reader: what is secret only as changed, what is long by its hash. */
function shown(value) {
	if (value === undefined || value === null || value === "")
		return `<span class="text-muted">${__("Empty")}</span>`;
	const [, kind, sign] = /^(hmac|sha256):([0-9a-f]{64})$/.exec(value) || [];
	if (kind === "hmac")
		return `<span class="text-muted">${__("Not shown; fingerprint {0}", [text(sign.slice(0, 8))])}</span>`;
	if (kind)
		return `<span class="text-muted">${__("Long text; SHA-256 {0}…", [text(sign.slice(0, 12))])}</span>`;
	return text(value);
}

/** Rows and lines that go or come: what is not listed stays as it is. */
function parts(lines) {
	if (!lines.length) return `<span class="text-muted">${__("Nothing of it")}</span>`;
	return lines.map((line) => `<div>${text(__(line)) || "&nbsp;"}</div>`).join("");
}

function read(value) {
	try {
		return JSON.parse(value || "{}");
	} catch {
		return {};
	}
}

/** What a login of a change is called; what stands in place of a person in words. */
const person = (frm, login) => frm.doc.__onload?.people?.[login] || confirmerSaid(login);

/** What was changed, in words; the kind of a document and its name are codes. */
export function showDocument(frm) {
	const { shown_title: title, called, finding_called: finding } = frm.doc.__onload || {};
	entitle(frm, title || __(frm.doc.reference_doctype));
	const linked = (doctype, name, label) =>
		frappe.model.can_read(doctype)
			? frappe.utils.get_form_link(doctype, name, true, text(label))
			: text(label);
	frm.set_df_property("reference_doctype", "formatter", (kind) => text(__(kind)));
	frm.set_df_property("reference_name", "formatter", (name) =>
		name && name !== "*" ? linked(frm.doc.reference_doctype, name, called || name) : text(called || name),
	);
	for (const name of ["proposed_by", "supported_by", "decided_by"])
		frm.set_df_property(name, "formatter", (login) => text(person(frm, login)));
	if (finding) frm.set_df_property("finding", "formatter", (name) => linked(frm.doctype, name, finding));
}

/** What a recovery of a login does, in sentences: its values are in no field. */
function showRecovery(frm) {
	const { name, phone } = frm.doc.__onload?.recovery || {};
	const words = [
		__("Login of {0} ({1}).", [name || "", frm.doc.reference_name]),
		__(
			"With the second signature the password, passkeys, app and all sessions of this login end, and a code for a new password goes by SMS to the phone on record, {0}. The code lives for an hour.",
			[phone || "–"],
		),
		__(
			"Before you sign, find out yourself that the person asked for this: face to face, or by a call to that number.",
		),
	];
	frm
		.get_field("comparison")
		.$wrapper.html(words.map((each) => `<p style="overflow-wrap: anywhere">${text(each)}</p>`).join(""));
}

/** What changes, field by field: those that differ. */
export function showChange(frm) {
	if (frm.doc.action === "Recover") {
		showRecovery(frm);
		return;
	}
	const [before, after] = [read(frm.doc.before), read(frm.doc.after)];
	const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
	const differing = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
	const { details = {}, titles = {}, fields: known = {} } = frm.doc.__onload || {};
	const told = (field, value) => {
		if (titles[value]) return `${text(titles[value])}<div class="text-muted">${text(value)}</div>`;
		const { kind } = known[field] || {};
		const words = inWords(kind, value, frm.doc.reference_doctype);
		return words === null ? shown(value) : text(words);
	};
	const rows = differing.map((field) => {
		const label = text(known[field]?.label || __(frappe.unscrub(field)));
		const sides = details[field];
		const cells = sides
			? `<td>${parts(sides.removed)}</td><td>${parts(sides.added)}</td>`
			: `<td>${told(field, before[field])}</td><td>${told(field, after[field])}</td>`;
		return `<tr><th scope="row" style="overflow-wrap: normal">${label}</th>${cells}</tr>`;
	});
	const head = [__("Field"), __("Before"), __("After")]
		.map((word) => `<th scope="col" style="overflow-wrap: normal">${word}</th>`)
		.join("");
	const nothing = `<p class="text-muted">${__("The log tells no values of this change.")}</p>`;
	frm
		.get_field("comparison")
		.$wrapper.html(
			rows.length
				? `<div class="table-responsive"><table class="table table-bordered" style="overflow-wrap: anywhere"><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`
				: nothing,
		);
}

/** Who waits for whom, in a sentence above the form. */
export function showWaiting(frm) {
	const { status, proposed_by: author, supported_by: first } = frm.doc;
	const counts = frm.doc.__onload?.author_counts;
	const own = author === frappe.session.user;
	const [proposer, supporter] = [author, first].map((login) => person(frm, login));
	let words = "";
	if (status === "Unexplained")
		words = __(
			"Nobody decided this. Set it back, or propose to accept it with a reason; another administrator signs that.",
		);
	else if (status === "Proposed" && first)
		words = __("Proposed by {0}, signed by {1}. It waits for one more administrator.", [proposer, supporter]);
	else if (status === "Proposed" && !counts)
		words = __(
			"Proposed by {0}, whose login counts for nobody: no person is known behind it, or it was changed lately. Two other administrators sign.",
			[proposer],
		);
	else if (status === "Proposed")
		words = own
			? frm.doc.__onload?.waits
			: __("Proposed by {0}. It waits for the signature of another administrator.", [proposer]);
	frm.set_intro("");
	const colour = own ? "blue" : "orange";
	if (words) frm.set_intro(`<div class="pr-4">${text(words)}</div>`, status === "Proposed" ? colour : "red");
}

/** Propose that what the comparison found stands, and show the proposal. */
export async function acceptFinding(frm, reason) {
	try {
		const { change } = await call("configuration.accept", { finding: frm.doc.name, reason });
		frappe.set_route("Form", "Configuration Change", change);
	} catch (problem) {
		explain(problem);
	}
}

/** The second person's yes: read what is signed, sign it, and it is in force. */
export async function confirmChange(frm) {
	const change = frm.doc.name;
	try {
		const draft = await call("configuration.to_sign", { change }, "GET");
		openSignature({
			title: __("Confirm the Change"),
			draft: { ...draft, shown: frm.get_field("comparison").$wrapper.html() },
			send: (signature) => act(frm, "configuration.confirm", { change, signature }),
			done: () => {},
		});
	} catch (problem) {
		explain(problem);
	}
}
