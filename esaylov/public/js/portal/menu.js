/** A dropped list of the menu folds again on Escape, on a click elsewhere, and when the focus leaves it. */
export function foldMenu(drop) {
	const fold = () => (drop.open = false);
	drop.addEventListener("keydown", (event) => {
		if (event.key !== "Escape" || !drop.open) return;
		fold();
		drop.querySelector("summary").focus();
	});
	drop.addEventListener("focusout", (event) => {
		if (event.relatedTarget && !drop.contains(event.relatedTarget)) fold();
	});
	document.addEventListener("click", (event) => drop.contains(event.target) || fold());
}
