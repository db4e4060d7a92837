import { shownAnew } from "./anew.js";
import { call, explain } from "./api.js";
import { showing } from "./showing.js";

const PAUSE = 2000; // milliseconds between two questions how far a job is
const LONGEST = 30_000; // and after many that were not answered

/** How far a job is, as a bar. share: percent; label: of what, for whoever does not see it. The numbers stand beside it in words. */
export const progressBar = (share, label = __("Progress")) =>
	`<div class="progress" role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-valuenow="${Number(share)}"
		aria-label="${frappe.utils.escape_html(label)}"><div class="progress-bar" style="width: ${Number(share)}%"></div></div>`;

/** What is said while no answer comes. */
export const lateWords = () =>
	__("The server does not answer now. The work goes on, and this page asks again by itself.");

/** Says so below what `view` (jQuery) shows, and takes it away again. */
export const lateIn = (view) => (isLate) => {
	view.children("[data-late]").remove();
	if (isLate)
		view.append(
			`<p data-late class="esaylov-sun" role="status">${frappe.utils.escape_html(lateWords())}</p>`,
		);
};

/** Whether to ask again makes sense: nothing came, or not what the endpoint says when it refuses. */
const isLate = ({ status }) => status === undefined || status === 429 || status >= 500;

/**
 * Ask how far a job is until it is over or nobody looks any more (`isSeen`). The job goes on without us: an answer that does not come is
 * told by `onLate` and asked for again, later each time; so is one that `show` could not show (false, or a promise of it). Resolves to the
 * last answer, or null where nobody looks; throws a Refusal.
 */
export async function followJob({ read, show, onLate, isSeen, isOver = ({ status }) => status === "Done" }) {
	for (let pause = PAUSE; isSeen(); await new Promise((wake) => setTimeout(wake, pause))) {
		let found = null;
		try {
			found = await read();
		} catch (problem) {
			if (!isLate(problem)) throw problem;
		}
		if (!isSeen()) return null;
		const isShown = Boolean(found) && (await show(found)) !== false;
		if (!isSeen()) return null;
		pause = isShown ? PAUSE : Math.min(2 * pause, LONGEST);
		onLate(!isShown);
		if (isShown && isOver(found)) return found;
	}
	return null;
}

/** The same in a field of the job's form, which is read anew as soon as the job is in another state than it shows. */
export async function followForm(frm, { verb, args, field, draw, isOver }) {
	const isNewest = showing(frm);
	const { name } = frm.doc;
	const show = (found) => {
		draw(found);
		return found.status === frm.doc.status || frm.is_dirty() || shownAnew(frm);
	};
	const isSeen = () => isNewest() && frm.wrapper.isConnected && frappe.get_route()[2] === name;
	const read = () => call(verb, args, "GET");
	try {
		await followJob({ read, show, onLate: lateIn(frm.get_field(field).$wrapper), isSeen, isOver });
	} catch (problem) {
		if (isNewest()) explain(problem);
	}
}

/** The same in a dialogue of its own, until the job is over or somebody closes it. draw: HTML of an answer. */
export function followDialog(title, { verb, args, draw }) {
	const dialog = new frappe.ui.Dialog({ title, fields: [{ fieldtype: "HTML", fieldname: "body" }] });
	const view = dialog.get_field("body").$wrapper;
	let isOpen = true;
	dialog.$wrapper.on("hidden.bs.modal", () => {
		isOpen = false;
	});
	dialog.show();
	return followJob({
		read: () => call(verb, args, "GET"),
		show: (found) => view.html(draw(found)),
		onLate: lateIn(view),
		isSeen: () => isOpen,
	});
}
