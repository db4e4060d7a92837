/** Posts a filing that is in line again after the seconds the server named, with the same key: nothing is filed twice. */

export function inLine(form) {
	form.querySelector("[data-line-auto]").hidden = false;
	const again = setTimeout(() => form.requestSubmit(), form.dataset.line * 1000);
	form.addEventListener("submit", () => clearTimeout(again)); // somebody pressed the button meanwhile
}
