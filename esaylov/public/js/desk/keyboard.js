/** The keys of a workplace, whatever layout is on. Nothing is imported, so tests run it as it stands. */

const LETTER = /^Key([A-Z])$/;

/** A press as a Latin layout would have it: where another alphabet is typed, the letter is that of the key's place. */
export function latin({ key, code = "", ctrlKey, metaKey, altKey, shiftKey, repeat }) {
	const isForeign = key.length === 1 && key > "~";
	const letter = isForeign && LETTER.exec(code)?.[1];
	const shown = letter ? (shiftKey ? letter : letter.toLowerCase()) : key;
	return { key: shown, ctrlKey, metaKey, altKey, shiftKey, repeat };
}
