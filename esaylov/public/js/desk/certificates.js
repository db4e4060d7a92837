import { call, explain } from "./api.js";
import { followDialog, progressBar } from "./progress.js";
import { openSignature } from "./sign.js";

const text = (value) => frappe.utils.escape_html(String(value ?? ""));

/** Ask for the sheet, order the PDF of the chosen certificates or of all that the list finds, show how far it is. */
export function printSheets(list) {
	const chosen = list.get_checked_items(true);
	const filters = Object.fromEntries(
		list
			.get_filters_for_args()
			.filter(([, , sign]) => sign === "=")
			.map(([, field, , value]) => [field, value]),
	);
	const { kind, election, decision, issuer_commission } = filters;
	const fields = [
		{
			fieldtype: "Select",
			fieldname: "sheet",
			label: __("Sheet"),
			reqd: 1,
			default: "A4",
			options: [
				{ value: "A4", label: __("A4, eight badges a little smaller than A7") },
				{ value: "SRA3", label: __("SRA3, eight badges of A6") },
			],
		},
	];
	const title = chosen.length
		? __("Print {0} certificates", [chosen.length])
		: __("Print all certificates of this list");
	const order = ({ sheet }) =>
		follow("certificates.print_many", {
			certificates: chosen,
			kind,
			election,
			decision,
			issuer_commission,
			sheet,
		});
	frappe.prompt(fields, order, title, __("Print"));
}

/** Ask why, show what is signed, and issue the certificate again. */
export function issueAgain(frm) {
	const read = async ({ reason }) => {
		const asked = { certificate: frm.doc.name, reason };
		try {
			openSignature({
				title: __("Issue again"),
				draft: await call("certificates.reissue_payload", asked),
				send: (signature) => call("certificates.reissue", { ...asked, signature }),
				done: ({ certificate }) => frappe.set_route("Form", "Certificate", certificate),
			});
		} catch (problem) {
			explain(problem);
		}
	};
	const field = { fieldtype: "Small Text", fieldname: "reason", label: __("Reason"), reqd: 1 };
	frappe.prompt([field], read, __("Issue again"), __("Read and Sign"));
}

async function follow(verb, args) {
	try {
		const { batch } = await call(verb, args);
		await followDialog(__("Printing certificates"), { verb: "certificates.batch", args: { batch }, draw });
	} catch (problem) {
		explain(problem);
	}
}

function draw(found) {
	const share = Math.round((found.done / found.total) * 100);
	const words =
		found.status === "Done"
			? __("{0} certificates are ready to print.", [found.done])
			: __("{0} of {1} certificates drawn. You may close this window; the work goes on.", [
					found.done,
					found.total,
				]);
	const files = found.files.map(
		(file) =>
			`<li><a href="${text(encodeURI(file.file_url))}" target="_blank" rel="noopener">${text(file.file_name)}</a></li>`,
	);
	return `
		${progressBar(share, __("Printing certificates"))}
		<p role="status">${text(words)}</p><ul>${files.join("")}</ul>
		<p>${__("Print without scaling; two-sided badges on both sides, flipped on the short edge.")}</p>`;
}
