/**
 * The framework names the variables of a template's loops by three letters of chance: one template in some thousand was no
 * JavaScript, for its variable was called "for", "new", "try" or "var", and a list stayed empty. No word of the language
 * begins with a capital; of two names that follow each other the first letters differ.
 */
export function nameLoopVariables() {
	const random = frappe.utils.get_random;
	let count = 0;
	frappe.utils.get_random = (length) =>
		String.fromCharCode(65 + (count++ % 26)).slice(0, length) + random(length - 1);
}
