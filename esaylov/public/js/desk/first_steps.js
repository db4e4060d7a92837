// Which steps the tour of a first login has, by roles: at most five, the work first, help last.
const LEADING = ["Commission Chair", "Commission Deputy Chair"];
const WRITING = [...LEADING, "Commission Secretary"];
const COMMISSION = [...WRITING, "Commission Member", "Commission Staff"];
const ADMINISTRATOR = ["Election Administrator"];

const STEPS = [
	["desk", COMMISSION],
	["sessions", WRITING],
	["vote", ["Commission Member"]],
	["signature", LEADING],
	["elections", ADMINISTRATOR],
	["questions", ADMINISTRATOR],
	["audit", ["Election Auditor"]],
	["logins", null],
	["help", null],
];
const MOST = 5;

/** Keys of the steps for somebody with these roles; none for who has none of ours. */
export function stepsFor(roles) {
	const own = STEPS.filter(([, of]) => of?.some((role) => roles.includes(role)));
	if (!own.length) return [];
	const all = STEPS.filter(([, of]) => !of);
	return [...own.slice(0, MOST - all.length), ...all].map(([key]) => key);
}
