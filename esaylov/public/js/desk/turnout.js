import { call, explain } from "./api.js";
import { ownCommission } from "./session/agenda.js";
import { ask } from "./session/steps.js";

const HOURS = ["11:00", "13:00", "15:00", "17:00", "20:00"];

/** Say how many voters of the own station took part by an hour; the same hour again mends it. */
export async function reportTurnout(done) {
	try {
		const commission = await ownCommission(
			__("Which precinct?"),
			__("You cannot report turnout. The chair, deputy chair or secretary of a precinct commission can."),
		);
		if (!commission) return;
		const fields = [
			{ fieldtype: "Link", fieldname: "election", label: __("Election"), options: "Election", reqd: 1 },
			{ fieldtype: "Select", fieldname: "hour", label: __("Hour"), options: HOURS, reqd: 1 },
			{ fieldtype: "Int", fieldname: "voters", label: __("Voters on the List"), reqd: 1 },
			{ fieldtype: "Int", fieldname: "voted", label: __("Took Part"), reqd: 1 },
		];
		await ask(__("Report Turnout"), fields, __("Report Turnout"), async (values) => {
			await call("counting.report_turnout", { commission, ...values });
			done();
		});
	} catch (problem) {
		explain(problem);
	}
}
