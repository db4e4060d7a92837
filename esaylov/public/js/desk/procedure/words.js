/** Words of the picture that are no values of the server. */

export const NEEDS = {
	signature: () => __("With the signature of who files it, or their code"),
	remarks: () => __("With remarks on what is to be corrected"),
	corrected: () => __("With a corrected filing that is signed"),
	lapsed: () => __("Once the time to correct is over"),
	conclusion: () => __("With the conclusion of an expert"),
	agenda: () => __("With a place on the agenda of a session"),
	off_agenda: () => __("Once it is off the agenda"),
	decision: () => __("With a signed decision"),
	annulment: () => __("With a signed decision that annuls the first"),
	other: () => __("Under a condition of this site"),
};

const ROUTES = {
	commission_vote: () => __("Vote of the commission"),
	chair_decision: () => __("Decision of the chair"),
	acknowledgement: () => __("Acknowledgement"),
	expert_then_vote: () => __("Experts, then a vote"),
};

/** A route in words; one of the site's own as it is called. */
export const routeOf = (route) => ROUTES[route]?.() || __(route);

const STEPS = {
	File: () => __("File the appeal"),
	Withdraw: () => __("Withdraw the appeal"),
};

/** A step in words: what the framework calls a file is a verb here, and what is withdrawn elsewhere is a text. */
export const stepOf = (action) => STEPS[action]?.() || __(action);

export const LOCKS = {
	applicant: () => __("The applicant's own step"),
	decision: () => __("Follows from the decision"),
};

export const EVENTS = {
	received: () => __("To the applicant: received"),
	returned: () => __("To the applicant: returned for correction"),
	sheets_defective: () => __("To the applicant: defects of signature sheets"),
	in_review: () => __("To the applicant: in review"),
	on_agenda: () => __("To the applicant: on the agenda"),
	granted: () => __("To the applicant: granted"),
	refused: () => __("To the applicant: refused"),
	withdrawn: () => __("To the applicant: withdrawn"),
	registered: () => __("To whom the decision registered"),
	registered_second: () => __("To whom the decision registered, second wording"),
	registered_applicant: () => __("To the applicant: of one person who was registered"),
	proxies_invited: () => __("To the candidate: name your proxies"),
	campaign_dates: () => __("To the candidate: dates of the campaign"),
	row_refused: () => __("To the applicant: of one person who was refused"),
	ended: () => __("To whose status the decision ended"),
	certificate_ready: () => __("To the holder: the paper is ready"),
	certificate_revoked: () => __("To the holder: the paper is revoked"),
	register_mismatch: () => __("To the applicant: a state register says otherwise"),
	register_unreachable: () => __("To the applicant: a state register does not answer"),
	"": () => __("To the applicant"),
};

export const ALARMS = {
	reminder: () => [
		__("Reminder"),
		__(
			"To the officer who has the appeal, or to the chair while nobody has it; so many days before the last day.",
		),
	],
	overdue: () => [__("Overdue"), __("To the chair of the commission, on the day after the last day.")],
	escalation: () => [
		__("Escalation"),
		__("To the chair of the higher commission, so many days after the last day."),
	],
};

export const SOURCES = {
	law: () => __("The limit is that of the law for these appeals."),
	by_analogy: () => __("The law names no limit for these appeals; that of similar ones is taken."),
	ours: () => __("The law names no limit for these appeals; this one was chosen."),
};
