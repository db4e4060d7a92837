/**
 * What the page decides in the browser, without a page: a plan as it is typed, as it is asked about and as it is stored.
 * No rule of the law: what a plan lacks is said by the server. Nothing is imported, so tests run it as it stands.
 */

export const TITLES = [
	"title_uz",
	"title_ru",
	"title_en",
	"short_title_uz",
	"short_title_ru",
	"short_title_en",
];
const PLAIN = ["kind", "source_election", "code", "election_day", "called_on", "day_counting", ...TITLES];
/** The steps that are about the plan; the others look at the election that is made of it. */
export const OF_PLAN = ["kind", "date", "seats"];

/** A plan in which nothing is said yet. */
export const emptyPlan = () => ({
	...Object.fromEntries(PLAIN.map((field) => [field, ""])),
	day_counting: "Full Days",
	copies_constituencies: 1,
	contests: [],
	seats: [],
});

/**
 * What was typed of a plan that is not stored yet: the later of what this browser kept and what the server keeps of its writer.
 * A note is `{ plan, at }`, `at` in milliseconds; none is an empty plan.
 */
export function typedPlan(here, there) {
	const later = (here?.at || 0) >= (there?.at || 0) ? here : there;
	return { ...emptyPlan(), ...later?.plan };
}

/** The plan that a stored preparation is. */
export const planOf = (stored) => ({
	...Object.fromEntries(PLAIN.map((field) => [field, stored[field] || ""])),
	copies_constituencies: stored.copies_constituencies,
	contests: (stored.election_types || []).map((row) => row.election_type),
	seats: (stored.vacant_seats || []).map((row) => row.constituency),
});

/** The preparation to store: what was said of a seat before (since when, why) stays with it. */
export function documentOf(plan, stored) {
	const known = new Map((stored?.vacant_seats || []).map((row) => [row.constituency, row]));
	return {
		...(stored || { doctype: "Election Preparation" }),
		...Object.fromEntries(PLAIN.map((field) => [field, plan[field] || null])),
		copies_constituencies: plan.copies_constituencies ? 1 : 0,
		election_types: plan.contests.map((election_type) => ({ election_type })),
		vacant_seats: plan.seats.map((constituency) => known.get(constituency) || { constituency }),
	};
}

/** What the server is asked about; what is empty is left out. */
export const askedOf = (plan, name) =>
	Object.fromEntries(
		Object.entries({
			name,
			kind: plan.kind,
			source_election: plan.source_election,
			code: plan.code,
			title_uz: plan.title_uz,
			election_day: plan.election_day,
			called_on: plan.called_on,
			contests: plan.contests,
			seats: plan.seats,
		}).filter(([, value]) => value?.length),
	);

/** The plan once a kind is chosen: contests that the kind has not go, those that none may leave out come, seats only where it names them. */
export function withKind(plan, kind) {
	const codes = kind.contests.map((contest) => contest.code);
	const kept = plan.contests.filter((code) => codes.includes(code));
	const only = codes.length === 1 ? codes : kept;
	return {
		...plan,
		kind: kind.name,
		contests: kind.has_all_contests ? codes : only,
		seats: kind.seats === "Vacant" ? plan.seats : [],
	};
}

/** Which step is opened first: the first that is not done. */
export const firstOpen = (steps) =>
	(steps.find((step) => step.state !== "Done") || steps[steps.length - 1])?.key || "kind";

/** Whether two plans say the same. */
export const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
