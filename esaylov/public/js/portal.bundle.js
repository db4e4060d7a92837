/** What makes the pages a little easier; all of them work without it, but for signing. */
import { titleChoices } from "./choices.js";
import { autosave, conditions, linkSearch, unfold } from "./portal/form.js";
import { hallDisplay } from "./portal/hall.js";
import { inLine } from "./portal/line.js";
import { arrowKeys } from "./portal/map.js";
import { foldMenu } from "./portal/menu.js";
import { photo } from "./portal/photo.js";
import { signing } from "./portal/sign.js";
import { verifyToken } from "./portal/verify.js";

const each = (selector, use) => document.querySelectorAll(selector).forEach(use);

document.querySelector("[data-focus]")?.focus();
titleChoices();
each("form[data-autosave]", autosave);
each("form[data-autosave]", conditions);
each("input[data-photo]", photo);
each("[data-search]", linkSearch);
if (document.querySelector("form[data-autosave]")) unfold();
each("form[data-sign]", signing);
each("form[data-line]", inLine);
each(".menu-drop", foldMenu);
each("[data-map]", arrowKeys);
each("[data-verify]", verifyToken);
each("[data-hall]", hallDisplay);
each("[data-print]", (button) => {
	button.hidden = false;
	button.addEventListener("click", () => window.print());
});
