const newest = new WeakMap();

/**
 * Begin to show a form; the framework has one for all documents of a kind. The answer is asked after each wait: whether this showing
 * is still the one that is seen, or the form was drawn anew meanwhile, of this document or of another. What comes too late is dropped.
 */
export function showing(frm) {
	const turn = {};
	const { name } = frm.doc;
	newest.set(frm, turn);
	return () => newest.get(frm) === turn && frm.doc.name === name;
}
