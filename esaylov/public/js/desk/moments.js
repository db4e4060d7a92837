const OURS = "Asia/Tashkent";
const SAID = "Tashkent time";
const OTHER = "UTC";
const MONTHS = [
	...["January", "February", "March", "April", "May", "June"],
	...["July", "August", "September", "October", "November", "December"],
];
const DAYS = ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"];

/**
 * Under each moment of a form stands whose clock it is, in the reader's words. The framework writes the zone as computers name it, and
 * with it what a field says of itself in English: the two together are in no language file.
 */
export function nameClocks() {
	const control = frappe.ui.form.ControlDatetime.prototype;
	const show = control.set_description;
	control.set_description = function () {
		const { df } = this;
		if (df.description !== df.clock_description) df.own_description = df.description || "";
		df.hide_timezone = true; // it stands here
		df.clock_description = words(df.own_description, this.get_user_time_zone());
		df.description = df.clock_description;
		show.call(this);
	};
}

function words(own, zone) {
	if (own === OTHER) return OTHER;
	const clock = zone === OURS ? __(SAID) : zone;
	return own && own !== SAID ? `${__(own)}<br>${clock}` : clock;
}

/** The framework's calendar speaks English to whom its library has no words for. */
export function nameDays() {
	const languages = $.fn.datepicker?.language;
	const own = frappe.boot.lang;
	if (!languages || languages[own]) return;
	const months = MONTHS.map((name) => __(name));
	const days = DAYS.map((name) => __(name));
	languages[own] = {
		...languages.en,
		...{ days, daysShort: days, daysMin: days, months },
		...{
			monthsShort: months.map((name) => name.slice(0, 3)),
			today: __("Today"),
			clear: __("Clear"),
			firstDay: 1,
		},
	};
}
