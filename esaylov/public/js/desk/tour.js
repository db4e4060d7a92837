// A walk through the first screen of a role, for whoever asks for it: what each part of the workspace is for.

const PATIENCE = 50; // looks for the page, a fifth of a second apart

function steps(page) {
	const parts = [
		[
			".number-widget-box",
			__("Today"),
			__("Each figure counts what is waiting. Select it to open the list."),
		],
		[".shortcut-widget-box", __("Shortcuts"), __("The lists you open most.")],
		[
			".quick-list-widget-box",
			__("What is next"),
			__("The next few, with their status. Select one to open it."),
		],
		[
			".dashboard-widget-box",
			__("Figures"),
			__("From reports on the records that you can see. Use the menu in the corner to open the report."),
		],
		[".links-widget-box", __("Registers and records"), __("Everything else that your role can open.")],
	];
	return parts
		.map(([place, title, description]) => [page.querySelector(place), title, description])
		.filter(([element]) => element)
		.map(([element, title, description]) => ({
			element,
			popover: { title, description, position: "bottom" },
		}));
}

export function showTour(page) {
	const driver = new frappe.Driver({
		className: "frappe-driver",
		allowClose: true,
		padding: 8,
		overlayClickNext: true,
		nextBtnText: __("Next"),
		prevBtnText: __("Previous"),
		doneBtnText: __("Done"),
		closeBtnText: __("Close"),
		opacity: 0.3,
	});
	driver.defineSteps(steps(page));
	driver.start();
}

/** Whether a workspace of the app is open. v16 tells the workspaces at the start as `workspaces`, v15 as `allowed_workspaces`. */
function isOurs() {
	const [view, name] = frappe.get_route() || [];
	const offered = frappe.boot.workspaces?.pages || frappe.boot.allowed_workspaces || [];
	return view === "Workspaces" && offered.some((page) => page?.name === name && page.module === "Esaylov");
}

/** Put the button behind the words under "Today", once they are drawn. */
export function offerTour(_event, looks = PATIENCE) {
	if (!isOurs()) return;
	const page = frappe.container.page;
	const words = page?.querySelector(".ce-paragraph");
	if (words) addButton(page, words);
	else if (looks) setTimeout(() => offerTour(null, looks - 1), 200);
}

function addButton(page, words) {
	if (page.querySelector(".esaylov-tour")) return;
	$(`<button type="button" class="btn btn-default btn-xs esaylov-tour"></button>`)
		.text(__("Show me around"))
		.css({ margin: "0 8px" })
		.on("click", (event) => {
			event.stopPropagation(); // else this press goes on to the second step
			showTour(page);
		})
		.appendTo(words);
}
