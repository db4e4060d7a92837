import { call, explain } from "./api.js";
import { followDialog, progressBar } from "./progress.js";

const text = (value) => frappe.utils.escape_html(String(value ?? ""));

/** Ask to whom the chosen appeals go, order the job, and show how far it is. */
export async function askOfficer(list) {
	const appeals = list.get_checked_items(true);
	let officers;
	try {
		officers = await call("inbox.officers", {}, "GET");
	} catch (problem) {
		explain(problem);
		return;
	}
	const options = officers.map((one) => ({ value: one.user, label: `${one.name} · ${__(one.position)}` }));
	const fields = [{ fieldtype: "Select", fieldname: "user", label: __("Officer"), options, reqd: 1 }];
	const title = __("Assign {0} appeals", [appeals.length]);
	frappe.prompt(fields, ({ user }) => handOver(list, appeals, user), title, __("Hand over"));
}

async function handOver(list, appeals, user) {
	try {
		const { assignment } = await call("appeals.assign_many", { appeals, user });
		await followDialog(__("Handing over"), {
			verb: "appeals.assign_progress",
			args: { assignment },
			draw: drawProgress,
		});
		list.clear_checked_items();
		list.refresh();
	} catch (problem) {
		explain(problem);
	}
}

function drawProgress(found) {
	const share = Math.round((found.done / found.total) * 100);
	const words =
		found.status === "Done"
			? __("{0} of {1} appeals assigned.", [found.assigned, found.total])
			: __("{0} of {1} appeals done. You may close this window; the work goes on.", [
					found.done,
					found.total,
				]);
	const refused = found.refused.map(
		(one) => `<li>${text(one.number || __("Unknown appeal"))}: ${text(one.message)}</li>`,
	);
	return `
		${progressBar(share, __("Handing over"))}
		<p role="status">${text(words)}</p>
		${refused.length ? `<b>${__("Not handed over")}</b><ul>${refused.join("")}</ul>` : ""}`;
}
