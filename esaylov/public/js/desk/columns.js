import { onListDrawn } from "./titles.js";

// px, of a column's share of the window: a sentence takes not the room of all others, and a tick needs hardly any
const [SUBJECT, WIDEST, TICK, STATE] = [360, 320, 60, 148];
// and at least, where its title is longer than the value that the framework measures
const [TITLE, WORDS, NAME, SENTENCE] = [220, 160, 150, 320];
// no column needs more than this to be read, but one of sentences; a day; and what a letter takes, and the edge of a column
const [COLUMN, LINES, DAY, LETTER, EDGE] = [100, 150, 88, 8, 8];
/** What values take where nothing measured them; others as a name does. */
const GUESSED = { Check: TICK, Date: 110, "Dynamic Link": 260, Int: 80 };
/** What is called by a sentence, and measured by its code. */
const CALLED_BY_SENTENCES = ["Appeal Type", "Election Commission"];

/** What the longest word of a heading takes. */
const headingOf = ({ label, parent }) =>
	LETTER *
	Math.max(
		...__(label || "", null, parent)
			.split(/\s/)
			.map((word) => word.length),
	);

/** The least width in which no word of a column is parted. */
function leastOf(df, width) {
	if (df.fieldtype === "Select") return STATE;
	if (CALLED_BY_SENTENCES.includes(df.options)) return LINES;
	return Math.min(df.fieldtype === "Date" ? DAY : COLUMN, Math.max(width, headingOf(df)) + EDGE);
}

/** What a column takes in proportion to the others, and what it needs: a choice is a word that is not parted. */
function shareOf({ type, df }, width) {
	if (type === "Subject")
		return { flex: `${Math.max(TITLE, Math.min(width, SUBJECT))} 1 0`, minWidth: WORDS };
	const most = df.fieldtype === "Check" ? TICK : WIDEST;
	const words = CALLED_BY_SENTENCES.includes(df.options) ? SENTENCE : NAME;
	const least = df.fieldtype === "Link" ? words : 0;
	return { flex: `${Math.max(least, Math.min(width, most))} 1 0`, minWidth: leastOf(df, width) };
}

/** Columns of a list that was drawn, with the widths (px) of their longest values by field, as far as they are known. */
function share(list, measured) {
	for (const [place, column] of list.columns.entries()) {
		const { type, df = {} } = column;
		const width = measured[df.fieldname] || GUESSED[df.fieldtype] || NAME;
		const drawn = list.$result.find(`.level-left > .list-row-col:nth-child(${place + 1}):not(.tag-col)`);
		drawn.css(type === "Status" ? { flex: `${STATE} 1 0`, minWidth: STATE } : shareOf({ type, df }, width));
	}
}

/**
 * The columns of a list share the window in proportion to what stands in them. Version 16 gives each the width of its longest value, so
 * that the last ones are reached by scrolling sideways; version 15 gives all the same, so that a date has as much as a sentence.
 */
export function shareWidths() {
	$(document).one("app_ready", () => {
		frappe.views.ListView.prototype.apply_column_widths = function () {
			const measured = this.column_max_widths;
			if (Object.keys(measured).length) share(this, measured); // none of an empty list, and on a phone
		};
	});
	onListDrawn((list) => {
		if (!list.column_max_widths && !frappe.is_mobile()) share(list, {});
	});
	// version 15 begins with lists, tags and people beside each list, which its filters have too; whoever wants them opens them
	localStorage.show_sidebar ??= "false";
}
