/** Words and colours of a session's states; every state has a word, the colour only helps. */
export const STATUS = {
	Planned: "blue",
	Open: "green",
	Recess: "orange",
	Closed: "gray",
	"Protocol Signed": "gray",
	"Called Off": "red",
};
export const ITEM_STATUS = {
	Planned: "gray",
	Open: "orange",
	Adopted: "green",
	"Not Adopted": "red",
	Postponed: "yellow",
	"Taken Off": "gray",
	"Set Aside": "red",
};
export const CHOICES = ["For", "Against", "Abstained"];

export const text = (value) => frappe.utils.escape_html(String(value ?? ""));

/** A state as Frappe shows states: a coloured pill with its word. */
export const pill = (word, colours) =>
	`<span class="indicator-pill ${colours[word] || "gray"}">${text(__(word))}</span>`;

/** The hour of a moment (ISO text), in the reader's own form. */
export const hour = (moment) =>
	moment ? frappe.datetime.str_to_user(moment.replace("T", " ").slice(0, 19)) : "";

/** For and against, abstentions and recusals of a counted item, in one line. */
export function tally(item) {
	const words = [
		__("for {0}", [item.votes_for]),
		__("against {0}", [item.votes_against]),
		__("abstained {0}", [item.votes_abstained]),
	];
	if (item.votes_recused) words.push(__("recused {0}", [item.votes_recused]));
	if (item.casting_vote) words.push(__("decided by the casting vote"));
	return words.join(", ");
}
