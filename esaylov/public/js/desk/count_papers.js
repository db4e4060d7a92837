import { showAnew } from "./anew.js";
import { call } from "./api.js";
import { askFile } from "./session/steps.js";
import { showPages } from "./viewer.js";

const text = (value) => frappe.utils.escape_html(String(value ?? ""));
const KINDS = {
	scan: () => __("Scan of the Protocol"),
	photograph: () => __("Observer's Photograph"),
};
const ADDING = {
	scan: () => __("Add a Scan"),
	photograph: () => __("Add an Observer's Photograph"),
};

/** The papers of a protocol beside its numbers: a list, the pages of the chosen one, and what adds another. */
export function showPapers(frm, $place, { papers, steps }) {
	const items = papers.map(
		({ kind, file, file_name }) =>
			`<button type="button" class="btn btn-default btn-xs" data-paper="${text(file)}">${KINDS[kind]()} · ${text(file_name)}</button>`,
	);
	const adding = steps.includes("add_paper")
		? Object.entries(ADDING).map(
				([kind, label]) =>
					`<button type="button" class="btn btn-default btn-xs" data-add="${kind}">${label()}</button>`,
			)
		: [];
	const none = papers.length ? "" : `<p class="text-muted">${__("No scan or photograph was added yet.")}</p>`;
	$place.html(
		`<h4>${__("Scan and Photographs")}</h4><p>${items.join(" ")}</p>${none}<p>${adding.join(" ")}</p><div data-pages></div>`,
	);
	const open = (chosen) => {
		const { file, url } = papers.find((one) => one.file === chosen);
		showPages($place.find("[data-pages]"), { file, view: url });
	};
	$place.off().on("click", "[data-paper]", ({ currentTarget }) => open(currentTarget.dataset.paper));
	$place.on("click", "[data-add]", ({ currentTarget }) => {
		const { add: kind } = currentTarget.dataset;
		askFile(ADDING[kind](), async (file) => {
			await call("counting.add_paper", { protocol: frm.doc.name, kind, ...file });
			await showAnew(frm);
		});
	});
	if (papers.length) open(papers[0].file);
}
