/**
 * Bars of charts are named whole, and with texts: the library shortens a name to a few letters and three dots, cuts its
 * legend at the edge, and shows a name where one points as markup.
 *
 * Where one name is wider than its bar all are numbered, and the names stand below the chart.
 */

/** Pixels of a letter at an axis, and between two names. */
const LETTER = 7;
const GAP = 6;

const isWider = (label, width) => String(label).length * LETTER + GAP > width;

function part(kind, className, parent) {
	const made = document.createElement(kind);
	made.className = className;
	parent.append(made);
	return made;
}

/** The colours of several bars side by side or one upon the other. */
function nameColours(legend, { datasets }, colors) {
	legend.replaceChildren();
	if (datasets.length < 2) return;
	datasets.forEach(({ name }, place) => {
		const said = part("li", "", legend);
		part("span", "esaylov-chart-colour", said).style.background = colors[place];
		said.append(name);
	});
}

/** What stands at the axis of a chart; the list has the names, or is empty where they stand at the axis themselves. */
function named({ state, width }, list, names) {
	const isNumbered = names.some((name) => isWider(name, width / names.length));
	list.replaceChildren();
	if (!isNumbered) return state.xAxis.labels;
	for (const name of names) part("li", "", list).textContent = name;
	return state.xAxis.labels.map((_name, place) => String(place + 1));
}

function nameWhole(chart) {
	const legend = part("ul", "esaylov-chart-legend", chart.parent);
	const list = part("ol", "esaylov-chart-names", chart.parent);
	let shown = chart.realData;
	const { setupComponents, update } = chart;
	chart.setupComponents = function () {
		setupComponents.call(this);
		const axis = this.components.get("xAxis");
		const found = axis.getData;
		axis.getData = () => Object.assign(found(), { calcLabels: named(this, list, shown.labels) });
	};
	chart.update = function (data, ...more) {
		shown = data;
		nameColours(legend, shown, this.colors);
		update.call(this, data, ...more);
	};
	nameColours(legend, shown, chart.colors);
	chart.data = shown;
	chart.draw();
}

/** A chart whose place changes while it moves throws: they stand from the first moment on. */
const STILL = { animate: 0, disableEntryAnimation: 1 };

/** Bars have names where they are no series, which leave names out by themselves; pies and percentages have no axis. */
const hasNames = ({ type, axisOptions }) => type === "bar" && !axisOptions?.xIsSeries;

const escaped = (label) => (typeof label === "string" ? label.replace(/</g, "&lt;") : label);

/** Where one points, the name is shown as the text that it is. */
function asText(options) {
	const { formatTooltipX: format = (label) => label } = options.tooltipOptions || {};
	return { ...options.tooltipOptions, formatTooltipX: (label) => escaped(format(label)) };
}

/** Counts stand at whole numbers: the framework rounds a half and writes the same number twice, and leaves out the nought. */
function atWholeNumbers({ axisOptions, data }) {
	const isCount = data.datasets.every(({ values }) => values.every(Number.isInteger));
	const written = (value) => (Number.isInteger(value) ? window.format_number(value, null, 0) : "");
	return isCount ? { ...axisOptions, shortenYAxisNumbers: 1, numberFormatter: written } : axisOptions;
}

export function nameBars() {
	const Library = frappe.Chart;
	/** Makes the library's own charts: its constructor gives back one of another class. */
	frappe.Chart = class extends Library {
		constructor(parent, options) {
			const isNamed = hasNames(options);
			super(parent, {
				...options,
				...STILL,
				...(isNamed && { showLegend: 0, axisOptions: atWholeNumbers(options) }),
				tooltipOptions: asText(options),
			});
			if (isNamed) nameWhole(this);
		}
	};
}
