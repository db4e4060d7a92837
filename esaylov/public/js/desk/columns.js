// px, of a column's share of the window: a sentence takes not the room of all others, and a tick needs hardly any
const [SUBJECT, WIDEST, TICK, STATE] = [360, 320, 60, 148];
// and at least, where its title is longer than the value that the framework measures
const [TITLE, WORDS, NAME] = [220, 160, 150];

/** What a column takes in proportion to the others, and what it needs: a choice is a word that is not parted. */
function shareOf({ type, df }, width) {
	if (type === "Subject")
		return { flex: `${Math.max(TITLE, Math.min(width, SUBJECT))} 1 0`, minWidth: WORDS };
	const most = df.fieldtype === "Check" ? TICK : WIDEST;
	const least = df.fieldtype === "Link" ? NAME : 0;
	return {
		flex: `${Math.max(least, Math.min(width, most))} 1 0`,
		minWidth: df.fieldtype === "Select" ? STATE : "",
	};
}

/**
 * The columns of a list share the window in proportion to what stands in them. The framework gives each the width of its longest value,
 * so that the last ones are reached by scrolling sideways; of version 15 they share it anyway.
 */
export function shareWidths() {
	$(document).one("app_ready", () => {
		frappe.views.ListView.prototype.apply_column_widths = function () {
			const measured = Object.entries(this.column_max_widths);
			if (!measured.length) return; // of an empty list, and on a phone
			const columns = this.$result.find(".level-left .list-row-col:not(.tag-col)");
			columns.css({ flex: `${STATE} 1 0`, minWidth: STATE }); // a state, which the framework does not measure
			for (const [name, width] of measured) {
				const column = this.columns.find((one) => one.df?.fieldname === name) || { df: {} };
				columns.filter(`.${CSS.escape(name)}`).css(shareOf(column, width));
			}
		};
	});
}
