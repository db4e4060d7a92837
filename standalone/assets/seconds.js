/**
 * Seconds for the time picker of air-datepicker. Frappe builds with a fork that has them and that no registry offers;
 * without them every Datetime and Time field of the Desk fails. Added to the published picker by plugins.mjs.
 */
(($) => {
	const { Constructor: Datepicker, Timepicker } = $.fn.datepicker;
	const two = Datepicker.getLeadingZeroNum;

	/** Run `after` behind a method that exists, with what it was called with. */
	function extend({ prototype }, name, after) {
		const original = prototype[name];
		prototype[name] = function (...values) {
			const result = original.apply(this, values);
			return after.call(this, result, ...values) ?? result;
		};
	}

	extend(Timepicker, "_setTime", function (_, date) {
		this.seconds = date.getSeconds();
	});

	extend(Timepicker, "_buildHTML", function () {
		this.$minutesText.after(
			'<span class="datepicker--time-current-colon">:</span><span class="datepicker--time-current-seconds"></span>',
		);
		this.$minutes
			.parent()
			.after(
				'<div class="datepicker--time-row"><input type="range" name="seconds" min="0" max="59" step="1"/></div>',
			);
		this.$ranges = $('[type="range"]', this.$timepicker);
		this.$seconds = $('[name="seconds"]', this.$timepicker);
		this.$secondsText = $(".datepicker--time-current-seconds", this.$timepicker);
		this.update();
	});

	extend(Timepicker, "_updateCurrentTime", function () {
		this.$secondsText.html(two(Number(this.seconds)));
	});

	extend(Timepicker, "_updateRanges", function () {
		this.$seconds.val(this.seconds);
	});

	extend(Datepicker, "formatDate", function (text, _, date) {
		return text.replace(/\bss\b/, two((date || this.date).getSeconds()));
	});

	/** The moment that is changed or chosen gets the picker's seconds before it is shown. */
	function withSeconds(name, dateOf) {
		const original = Datepicker.prototype[name];
		Datepicker.prototype[name] = function (...values) {
			if (this.timepicker) dateOf.apply(this, values)?.setSeconds(this.timepicker.seconds);
			return original.apply(this, values);
		};
	}

	withSeconds("_onClickCell", (_, date) => date);
	withSeconds("_onTimeChange", function () {
		return this.lastSelectedDate;
	});
})(jQuery);
