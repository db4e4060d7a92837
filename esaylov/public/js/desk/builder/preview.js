import { call } from "../api.js";
import { column, escaped, values } from "./words.js";

const LANGUAGES = {
	uz: "Oʻzbekcha",
	"uz-Cyrl": "Ўзбекча",
	ru: "Русский",
	en: "English",
	kaa: "Qaraqalpaqsha",
};
const PHONE = 390; // CSS pixels
const EVERY = 1000; // milliseconds between looks at the form
let panel;
let asked = 0;

/** Open or close the panel beside the form that shows it as an applicant sees it, while it is being built. */
export function togglePreview(frm, bench) {
	if (panel) return close(frm);
	panel =
		$(`<aside class="esaylov-preview" role="complementary" aria-label="${__("Preview")}" style="position: fixed; inset: 0 0 0 auto; z-index: 1030;
		width: min(${PHONE + 42}px, 100vw); display: flex; flex-direction: column; gap: var(--padding-sm); padding: var(--padding-sm);
		background: var(--bg-color); border-left: 1px solid var(--border-color); box-shadow: var(--shadow-lg)">
		<div style="display: flex; flex-wrap: wrap; gap: var(--padding-xs); align-items: center">
			<select class="form-control input-xs" style="width: auto" data-language aria-label="${__("Language")}">
				${Object.entries(LANGUAGES)
					.map(([code, name]) => `<option value="${code}">${name}</option>`)
					.join("")}</select>
			<select class="form-control input-xs" style="width: auto; max-width: 45%" data-election aria-label="${__("Election")}">
				${bench.elections.map((row) => `<option value="${escaped(row.name)}">${escaped(column(row, "title"))}</option>`).join("")}</select>
			<label class="mb-0"><input type="checkbox" data-filled> ${__("Filled in")}</label>
			<label class="mb-0"><input type="checkbox" data-phone checked> ${__("Phone")}</label>
			<button class="btn btn-default btn-xs ml-auto" data-close>${__("Close")}</button>
		</div>
		<div data-problem class="text-danger"></div>
		<iframe title="${__("Preview")}" sandbox="allow-same-origin" style="flex: 1; width: ${PHONE}px; max-width: 100%; margin: 0 auto;
			border: 1px solid var(--border-color); border-radius: var(--border-radius); background: white"></iframe></aside>`);
	$(document.body).append(panel);
	panel.find("[data-language]").val(LANGUAGES[frappe.boot.lang] ? frappe.boot.lang : "uz");
	panel.find("[data-close]").on("click", () => close(frm));
	panel.find("[data-phone]").on("change", (event) => widen(frm, !event.target.checked));
	let drawn = "";
	const look = () => {
		if (!frm.wrapper.isConnected || !$(frm.wrapper).is(":visible")) return close(frm);
		const order = { document: values(frm), territory: bench.territory, ...choices() };
		const text = JSON.stringify(order);
		if (text !== drawn) draw(order);
		drawn = text;
	};
	panel.data("timer", setInterval(look, EVERY));
	makeRoom(frm, panel.outerWidth());
	look();
}

function choices() {
	return {
		language: panel.find("[data-language]").val(),
		election: panel.find("[data-election]").val(),
		filled: panel.find("[data-filled]").is(":checked"),
	};
}

/** Draw what was asked for last: an answer that comes after that of a later question is of a language or a text that nobody wants any more. */
async function draw(order) {
	const here = panel;
	asked += 1;
	const mine = asked;
	try {
		const { html } = await call("appeal_types.preview", order);
		if (mine !== asked) return;
		here.find("iframe")[0].srcdoc = html;
		here.find("[data-problem]").text("");
	} catch (problem) {
		if (mine === asked) here.find("[data-problem]").text(problem.message); // the last good picture stays
	}
}

function widen(frm, wide) {
	panel.css("width", wide ? "min(900px, 100vw)" : `min(${PHONE + 42}px, 100vw)`);
	panel.find("iframe").css("width", wide ? "100%" : `${PHONE}px`);
	makeRoom(frm, panel.outerWidth());
}

function close(frm) {
	if (!panel) return;
	clearInterval(panel.data("timer"));
	panel.remove();
	panel = undefined;
	makeRoom(frm, 0);
}

/** The form stays in sight beside the panel where there is room for both. */
function makeRoom(frm, width) {
	frm.wrapper.style.paddingRight = width && window.innerWidth - width > 600 ? `${width}px` : "";
}
