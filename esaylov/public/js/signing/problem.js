/** A refusal with a stable code; the page that calls shows its own words for it. */
export class SigningProblem extends Error {
	/** @param {"wrong_password"|"not_p12"|"no_key"|"no_certificate"|"expired"|"not_yet_valid"|"unsupported"} code */
	constructor(code, details = "") {
		super(details ? `${code}: ${details}` : code);
		this.name = "SigningProblem";
		this.code = code;
	}
}
