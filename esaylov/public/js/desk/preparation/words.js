/** What steps are called before the server says it of a stored preparation. */
export const STEP = {
	kind: () => __("Kind of Election"),
	date: () => __("Election Day"),
	seats: () => __("Seats and constituencies"),
	calendar: () => __("Calendar"),
	commissions: () => __("Commissions and their members"),
	types: () => __("Types of appeals"),
	texts: () => __("Texts"),
	people: () => __("People responsible"),
	rehearsal: () => __("Rehearsal"),
	opening: () => __("Opening"),
};

/** Colour and word of a state. */
export const STATE = {
	Done: ["green", () => __("Done")],
	Ready: ["blue", () => __("Ready")],
	Missing: ["orange", () => __("Something is missing")],
	Waiting: ["gray", () => __("Waits for the election")],
};

/** What a step is for. */
export const ABOUT = {
	kind: () => __("Each kind has its own calendar, contests, commissions and appeals."),
	date: () => __("The day of the voting, and the day on which the election is called."),
	seats: () => __("Where people vote: the vacant seats, or the constituencies of an earlier election."),
	calendar: () => __("Each date with the rule and the article it comes from."),
	commissions: () => __("Who must be there before the election opens."),
	types: () => __("Which appeals can be filed, and when."),
	texts: () => __("Titles in three languages, and the messages that are switched on."),
	people: () => __("Who does each step, and by when."),
	rehearsal: () => __("Each type is opened and closed on the calendar as it is now. Nothing is filed."),
	opening: () => __("Once it is open, the kind, days and contests no longer change."),
};

/** A rule of the calendar (`D-93`, `by 45 days`) in words. */
export function ruleInWords(rule) {
	const last = rule.startsWith("by ") ? rule.slice(3) : "";
	const days = (text) =>
		text.replace(/(\d+) days/g, (_, count) => __("{0} days before the election", [count]));
	return last ? __("not later than {0}", [days(last)]) : days(rule);
}

export const day = (text) => (text ? frappe.datetime.str_to_user(text) : "");
