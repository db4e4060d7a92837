/** What is chosen in a list is its title under a mouse: not every browser writes it in several lines (scss/_choices.scss). */
export function titleChoices() {
	document.addEventListener("pointerover", ({ target, pointerType }) => {
		const list = pointerType === "mouse" && target.closest("select");
		if (list) list.title = list.selectedOptions[0]?.text || "";
	});
}
