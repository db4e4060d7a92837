import { call, explain } from "./api.js";

const SLICE = 500; // what the server takes at once

/** Invite the chosen ones again, a slice after the other. */
export function inviteAgain(list) {
	const names = list.get_checked_items(true);
	const slices = [];
	for (let start = 0; start < names.length; start += SLICE) slices.push(names.slice(start, start + SLICE));
	return inSlices(list, async (sum) => {
		for (const slice of slices) sum(await call("intake.invite_again", { names: slice }));
	});
}

/** Ask, then invite all who have not come yet; broken off, it can be begun anew: nobody is invited twice within an hour. */
export function inviteRest(list) {
	frappe.confirm(__("Send a new code by SMS to everybody who was invited and has not logged in yet?"), () =>
		inSlices(list, async (sum) => {
			let after = "";
			do {
				const answer = await call("intake.invite_rest", { after });
				sum(answer);
				after = answer.after;
			} while (after);
		}),
	);
}

async function inSlices(list, run) {
	const all = { invited: 0, left_out: 0 };
	const sum = ({ invited, left_out }) => {
		all.invited += invited;
		all.left_out += left_out;
		frappe.show_alert(__("Invited again: {0}", [all.invited]), 3);
	};
	try {
		await run(sum);
		frappe.msgprint({
			title: __("Invite Again"),
			message: [
				__("Invited again: {0}", [all.invited]),
				__(
					"Left out: {0} (came meanwhile, no longer a member, no phone of their own, or invited within the last hour)",
					[all.left_out],
				),
			].join("<br>"),
		});
	} catch (problem) {
		explain(problem);
	}
	list.clear_checked_items();
	list.refresh();
}
