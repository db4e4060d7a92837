// px, of a column's share of the window: a sentence takes not the room of all others, and a tick needs hardly any
const [SUBJECT, WIDEST, TICK, STATE] = [360, 320, 60, 148];

/** The most that a column takes in proportion to the others. */
function mostOf(list, name) {
	const { type, df } = list.columns.find((one) => one.df?.fieldname === name) || {};
	if (type === "Subject") return SUBJECT;
	return df?.fieldtype === "Check" ? TICK : WIDEST;
}

/**
 * The columns of a list share the window in proportion to what stands in them. The framework gives each the width of its longest value,
 * so that the last ones are reached by scrolling sideways; of version 15 they share it anyway.
 */
export function shareWidths() {
	$(document).one("app_ready", () => {
		frappe.views.ListView.prototype.apply_column_widths = function () {
			const columns = this.$result.find(".level-left .list-row-col:not(.tag-col)");
			columns.css({ flex: `${STATE} 1 0`, minWidth: STATE }); // a state, which the framework does not measure
			for (const [name, width] of Object.entries(this.column_max_widths)) {
				const flex = `${Math.min(width, mostOf(this, name))} 1 0`;
				columns.filter(`.${CSS.escape(name)}`).css({ flex, minWidth: "" });
			}
		};
	});
}
