import { showAnew } from "../anew.js";
import { call, explain } from "../api.js";
import { openDryRun } from "./dryrun.js";
import { openMapping } from "./effect.js";
import { copyType, exportType } from "./files.js";
import { openLibrary } from "./library.js";
import { groups, namesIn } from "./names.js";
import { togglePreview } from "./preview.js";
import { editChoices, editCondition } from "./rows.js";
import { editRule, openRules } from "./rules.js";
import { openVersions } from "./versions.js";
import { findingsHtml, values } from "./words.js";

let workbench;

/** What the server offers for building; asked once a visit. */
export function ready() {
	workbench = workbench || call("appeal_types.workbench", {}, "GET");
	return workbench;
}

/** Buttons and pickers on the form of an Appeal Type; who may only read gets versions and export. */
export async function showBuilder(frm) {
	if (!frm.is_new()) {
		const group = __("Type");
		frm.add_custom_button(__("Versions"), () => openVersions(frm), group);
		frm.add_custom_button(__("Export"), () => exportType(frm), group);
	}
	if (!frm.perm[0]?.write) return;
	try {
		const bench = await ready();
		addButtons(frm, bench);
		addPickers(frm, bench);
		suggest(frm, bench);
	} catch (problem) {
		explain(problem);
	}
}

function addButtons(frm, bench) {
	if (!frm.is_new())
		frm.add_custom_button(__("Studio"), () => frappe.set_route("appeal-type-studio", frm.doc.name));
	frm.add_custom_button(__("Check"), () => checkType(frm));
	frm.add_custom_button(__("Preview"), () => togglePreview(frm, bench));
	frm.add_custom_button(__("Dry Run"), () => openDryRun(frm, bench));
	if (frm.is_new()) return;
	frm.add_custom_button(__("Copy"), () => copyType(frm), __("Type"));
	if (frm.doc.published) frm.add_custom_button(__("Take Back"), () => takeBack(frm), __("Type"));
	else frm.add_custom_button(__("Publish"), () => publish(frm)).addClass("btn-primary");
}

function addPickers(frm, bench) {
	const grid = (name) => frm.get_field(name).grid;
	const add = (name, label, act) => grid(name).add_custom_button(label, act);
	add("form_fields", __("From the Library"), () => openLibrary(frm, bench));
	add("form_fields", __("Edit Choices"), () => editChoices(frm));
	add("form_fields", __("Edit Condition"), () => editCondition(frm));
	add("form_rules", __("Choose a Rule"), () => openRules(frm, bench));
	add("form_rules", __("Edit Parameters"), () =>
		editRule(frm, bench, grid("form_rules").get_selected_children()[0]),
	);
	add("messages", __("Usual Messages"), () => addMessages(frm, bench));
	const mapping = frm.get_field("effect_mapping").$wrapper;
	if (!mapping.find("[data-map]").length) {
		const button = $(
			`<button class="btn btn-default btn-xs" data-map>${__("Choose Effect and Fields")}</button>`,
		);
		mapping.prepend(button);
		button.on("click", () => openMapping(frm, bench));
	}
}

/** Lists for the fields that name a stage, a number of the law, a field or a group. */
export function suggest(frm, bench) {
	const set = (name, list) => frm.get_field(name)?.set_data?.(list);
	const stages = bench.stages.map((row) => row.key);
	set("window_from_stage", stages);
	set("window_to_stage", stages);
	set(
		"review_statute",
		bench.statutes.filter((row) => row.unit === "days").map((row) => row.key),
	);
	set(
		"recipient_field",
		namesIn(frm).filter((name) => kindOf(frm, name) === "Link"),
	);
	const fields = frm.get_field("form_fields").grid;
	fields.update_docfield_property("parent_field", "options", groups(frm).join("\n"));
	fields.update_docfield_property("filled_from", "options", bench.sources.join("\n"));
	frm
		.get_field("form_rules")
		.grid.update_docfield_property("rule", "options", bench.rules.map((row) => row.name).join("\n"));
}

const kindOf = (frm, name) =>
	frm.doc.form_fields.find((row) => row.field_name === name && !row.parent_field)?.kind;

function addMessages(frm, bench) {
	for (const [event, template] of Object.entries(bench.messages)) {
		if (!(frm.doc.messages || []).some((row) => row.event === event)) {
			frm.add_child("messages", { event, sms_template: template });
		}
	}
	frm.refresh_field("messages");
	frm.dirty();
}

async function checkType(frm) {
	try {
		const answer = await call("appeal_types.check", { document: values(frm) });
		const nothing = __("No errors found: the type may be published.");
		frappe.msgprint({ title: __("Check"), message: findingsHtml(answer.findings, nothing), wide: true });
	} catch (problem) {
		explain(problem);
	}
}

async function publish(frm) {
	try {
		if (frm.is_dirty()) await frm.save();
		const answer = await call("appeal_types.publish", { appeal_type: frm.doc.name });
		if (answer.version)
			frappe.show_alert({ message: __("Published as version {0}.", [answer.version]), indicator: "green" });
		await showAnew(frm);
	} catch (problem) {
		if (problem) explain(problem);
	}
}

function takeBack(frm) {
	const question = __(
		"Nobody will be able to file this type. Open appeals keep their version. Take it back?",
	);
	frappe.confirm(question, async () => {
		try {
			await call("appeal_types.unpublish", { appeal_type: frm.doc.name });
			await showAnew(frm);
		} catch (problem) {
			explain(problem);
		}
	});
}
