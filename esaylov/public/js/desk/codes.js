// Codes that records keep and programs compare, in words: for forms and lists, which show what is stored.

/** What a signature closes. */
const PURPOSES = {
	filing: () => __("Filing of an appeal"),
	correction: () => __("Appeal Correction"),
	decision: () => __("Decision"),
	configuration: () => __("Configuration Change"),
	count: () => __("Count Protocol"),
	protocol: () => __("Protocol of a session"),
	vote: () => __("Commission Vote"),
	attendance: () => __("Session Attendance"),
	reissue: () => __("Issue again"),
};

/** Who delivers messages. */
const GATEWAYS = {
	eskiz: () => "Eskiz",
	playmobile: () => "Playmobile",
	console: () => __("The log of the server: nothing is sent"),
};

/** What stands in place of a person who confirms a change. */
const IN_PLACE_OF_A_PERSON = {
	"set-up": () => __("Written when the site was set up"),
	bench: () => __("Emergency procedure: the holder of the server confirmed it alone"),
	release: () => __("Written by a release of the system"),
	proved: () => __("Proved by its holder or by a decision"),
	"site_config.json": () => __("Vouched for in the settings of the server"),
};

/** An article that is of another act than the Election Code is kept with a word for the act before its number. */
const ACTS = {
	"Const. ": (number) => __("Constitution, art. {0}", [number]),
	"Reg. ": (number) => __("Regulation {0}", [number]),
	"Referendum, ": (number) => __("Law on the Referendum, art. {0}", [number]),
};

const said = (words) => (code) => words[code]?.() || code || "";

export const purposeSaid = said(PURPOSES);
export const gatewaySaid = said(GATEWAYS);
export const confirmerSaid = said(IN_PLACE_OF_A_PERSON);

/** `Const. 106` in words; a number alone is of the Election Code. */
export function articleSaid(article) {
	const act = Object.keys(ACTS).find((one) => article?.startsWith(one));
	return act ? ACTS[act](article.slice(act.length)) : article || "";
}

/** Languages of a paper, `uz,en`, by their names. */
export const languagesSaid = (codes) =>
	(codes || "")
		.split(",")
		.filter(Boolean)
		.map((code) => __(code.trim()))
		.join(", ");
