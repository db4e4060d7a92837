/**
 * The language and script of the reader, at the head of every screen: in the bar of Frappe 15, at the foot of the sidebar of 16, which
 * has no bar; what covers these (the hall) takes `languageField` into its own head. A folded sidebar has room for two letters of it.
 */
import { call } from "./api.js";

const PLACES = [".navbar .navbar-collapse > .navbar-nav", ".body-sidebar-bottom"];
const FIELD = "esaylov-language";

/** A field of the languages that are offered, by their own names; null where the Desk was told of none. */
export function languageField() {
	const { languages, language } = frappe.boot.esaylov || {};
	if (!languages) return null;
	const field = document.createElement("select");
	field.className = `${FIELD} form-control input-xs`;
	field.setAttribute("aria-label", __("Language and script"));
	for (const { code, name } of languages) {
		const choice = field.appendChild(new Option(name, code, false, code === language));
		choice.lang = code;
	}
	field.addEventListener("change", () => choose(field, language));
	return field;
}

async function choose(field, former) {
	if (window.cur_frm?.doc && window.cur_frm.is_dirty()) {
		field.value = former;
		frappe.msgprint(__("Save or discard what you changed here first: the page is loaded anew."));
		return;
	}
	try {
		await call("people.choose_language", { language: field.value });
		window.location.reload();
	} catch (refusal) {
		field.value = former;
		frappe.msgprint(refusal.message);
	}
}

function place() {
	for (const where of PLACES) {
		const host = document.querySelector(where);
		if (!host || host.querySelector(`.${FIELD}`)) continue;
		const field = languageField();
		if (!field) continue;
		const line = document.createElement(host.tagName === "UL" ? "li" : "div");
		line.className = `${FIELD}-line`;
		line.dataset.letters = field.selectedOptions[0].text.slice(0, 2);
		line.append(field);
		host.prepend(line);
	}
}

/** Put the field where it is missing, also after the framework drew its bar or sidebar anew. */
export function offerLanguages() {
	$(document).on("toolbar_setup page-change", place);
}
