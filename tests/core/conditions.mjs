/**
 * What the page decides, asked by test_conditions_of_pages.py: a line of JSON in, a line of JSON out.
 *
 *     node conditions.mjs esaylov/public/js/portal/conditions.js
 */
import fs from "node:fs";
import readline from "node:readline";

// the bundle's sources are modules, and no package.json beside them says so
const source = fs.readFileSync(process.argv[2]).toString("base64");
const page = await import(`data:text/javascript;base64,${source}`);

/** Controls as the form has them: what is typed into them, or what the page shows. */
const read = ({ name, kind, text, answer = undefined, within }) => ({
	name,
	answer: text === undefined ? answer : page.typedAnswer(kind, text),
	within,
});

const ASKED = {
	holds: ({ condition, answers }) =>
		page.holds(condition, (name) => (Object.hasOwn(answers, name) ? answers[name] : undefined)),
	typed: ({ kind, text }) => page.typedAnswer(kind, text) ?? null,
	form({ fields, controls }) {
		const all = controls.map(read);
		const hidden = page.unasked(
			fields.filter((field) => field.shownIf),
			all,
		);
		const answers = page.answersAsked(all, hidden);
		const required = fields.filter(
			({ requiredIf, level }) => requiredIf && page.meets(requiredIf, answers, level),
		);
		return { hidden: [...hidden], required: required.map(({ key }) => key) };
	},
};

for await (const line of readline.createInterface({ input: process.stdin })) {
	const { what, ...values } = JSON.parse(line);
	console.log(JSON.stringify(ASKED[what](values)));
}
