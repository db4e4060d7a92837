const HELP = "Help Request";
const LANGUAGES = ["uz", "ru", "en"];

frappe.ui.form.on("Feedback", {
	refresh(frm) {
		frm.set_intro("");
		addSteps(frm);
		if (frm.doc.status !== "New") return;
		frm.set_intro(`${where(frm.doc)} ${__("Write the answer, save it, then choose “Send the Answer”.")}`);
	},
});

function where(doc) {
	if (doc.kind === HELP) return __("The answer goes to the user, who reads it on the page “Help”.");
	const way = doc.email ? "E-mail" : doc.phone ? "SMS" : "";
	return way
		? __("The answer goes to the sender by {0}.", [way])
		: __("The sender left no address and reads the answer on the portal by number and code.");
}

function addSteps(frm) {
	const { doc } = frm;
	if (!frappe.user.has_role("Election Administrator")) return;
	if (doc.status === "New" && !doc.taken_by) {
		frm.add_custom_button(__("Take"), () => step(frm, "take"));
	}
	if (doc.status === "New" && doc.taken_by === frappe.session.user) {
		frm.add_custom_button(__("Give Back"), () => step(frm, "give_back"));
	}
	if (doc.kind === HELP && doc.about_name) {
		frm.add_custom_button(__("Open the Record"), () =>
			frappe.set_route("Form", doc.about_doctype, doc.about_name),
		);
	}
	if (doc.kind === HELP && doc.status !== "New" && doc.answer) {
		frm.add_custom_button(__("Make it an FAQ"), () => makeEntry(doc));
	}
}

function step(frm, name) {
	return frappe.xcall(`esaylov.api.support.${name}`, { number: frm.doc.name }).then(() => frm.reload_doc());
}

// A draft with the words of the question and the answer, to be written anew without what tells of a person
function makeEntry(doc) {
	const language = LANGUAGES.includes(doc.language) ? doc.language : "";
	const words = language ? { [`question_${language}`]: doc.text, [`answer_${language}`]: doc.answer } : {};
	frappe.model.with_doctype("FAQ", () => {
		const entry = frappe.model.get_new_doc("FAQ");
		Object.assign(entry, words, { for_help: 1, feedback: doc.name });
		frappe.set_route("Form", "FAQ", entry.name);
	});
}
