import { call, explain } from "../api.js";
import { bytesOf, forgetKey, signedStep } from "./key.js";

/** What each button of the room does; each gets the room and the button's data, and resolves when it is done. */
export const STEPS = {
	attend: (room) => attend(room, "In the Room"),
	attend_remote: (room) => attend(room, "Remote"),
	leave: (room) =>
		sure(__("Leave the session? Votes that you gave stay."), () => room.post("sessions.leave")),
	invite: async (room) => {
		const { told } = await room.post("sessions.invite");
		frappe.show_alert(__("Invited: {0}. People who were already invited are not invited again.", [told]));
	},
	change_session: (room) => changeSession(room),
	call_off: (room) =>
		withReason(__("Call the session off"), (reason) => room.post("sessions.call_off", { reason })),
	open_session: (room) => openSession(room),
	take_chair: (room) => room.post("sessions.take_chair"),
	name_secretary: (room) => nameSecretary(room, (person) => room.post("sessions.name_secretary", { person })),
	elect_presiding: (room) => electPresiding(room),
	name_signer: (room) => nameSigner(room),
	/** Nothing to send: the state is read after each step, and the vote goes on by itself. */
	wait: async () => {
		frappe.show_alert(__("The vote goes on as soon as enough members are present."));
	},
	recess: (room) =>
		withReason(__("Interrupt the session"), (reason) => room.post("sessions.recess", { reason }), false),
	resume: (room) => room.post("sessions.resume"),
	close_session: (room) =>
		sure(__("Close the session? What was not opened is postponed, and the protocol is fixed."), () =>
			room.post("sessions.close_session"),
		),
	sign_protocol: (room) =>
		signedStep(
			() => bytesOf("sessions.protocol_payload", { session: room.name }, "GET"),
			(signature) => room.post("sessions.sign_protocol", { signature }),
		),
	forget_key: (room) => {
		forgetKey();
		room.draw();
	},
	vote: (room, { item, choice }) => vote(room, [{ item, choice }]),
	vote_all: (room) =>
		vote(
			room,
			room.toVote().map((item) => ({ item, choice: room.choices.get(item) || "For" })),
		),
	recuse: (room, { item }) =>
		withReason(__("Recuse yourself from this item"), (reason) =>
			vote(room, [{ item, choice: "Recused", reason }]),
		),
	dissent: (room, { item }) => dissent(room, item),
	open_item: (_room, { item }) => post("sessions.open_item", { item }),
	close_item: (_room, { item }) => post("decisions.close_item", { item }),
	postpone_item: (_room, { item }) =>
		withReason(__("Postpone the item"), (reason) => post("sessions.postpone_item", { item, reason })),
	remove_item: (_room, { item }) =>
		withReason(
			__("Take the item off the agenda"),
			(reason) => post("sessions.remove_item", { item, reason }),
			false,
		),
	set_aside: (_room, { item }) =>
		sure(__("The registers refuse this decision. Give the appeal back to review, for a new vote?"), () =>
			post("sessions.set_aside", { item }),
		),
	add_material: (_room, { item }) => addMaterial(item),
	split: (_room, { item }) => post("sessions.split", { item }),
};

const post = (name, args) => call(name, args);

function attend(room, mode) {
	return signedStep(
		() => bytesOf("sessions.attendance_payload", { session: room.name, mode }, "GET"),
		(signature) => room.post("decisions.attend", { mode, signature }),
	);
}

function vote(room, votes) {
	return signedStep(
		() => bytesOf("sessions.ballot", { session: room.name, votes }, "POST"),
		async (signature) => {
			const result = await room.post("decisions.vote", { votes, signature });
			if (result.message) explain(new Error(result.message));
			else frappe.show_alert({ message: __("Your vote is recorded."), indicator: "green" });
		},
	);
}

function dissent(room, item) {
	return ask(
		__("Vote with a separate opinion"),
		[
			{
				fieldtype: "Select",
				fieldname: "choice",
				label: __("Your vote"),
				reqd: 1,
				default: "Against",
				options: ["For", "Against", "Abstained"].map((value) => ({ value, label: __(value) })),
			},
			{ fieldtype: "Small Text", fieldname: "dissent", label: __("Separate opinion"), reqd: 1 },
		],
		__("Sign the Vote"),
		(given) => vote(room, [{ item, choice: given.choice, dissent: given.dissent }]),
	);
}

/** The server knows whether the secretary has come; a page may not have heard of it yet. */
async function openSession(room) {
	try {
		return await room.post("decisions.open_session");
	} catch (problem) {
		if (problem.code !== "secretary_absent") throw problem;
	}
	await room.refresh();
	return nameSecretary(room, (person) => room.post("decisions.open_session", { secretary: person }));
}

function nameSecretary(room, send) {
	const options = room.state.members
		.filter((member) => member.is_present && !member.is_presiding)
		.map((member) => ({ value: member.person, label: member.name }));
	const field = {
		fieldtype: "Select",
		fieldname: "person",
		label: __("Record keeper"),
		reqd: 1,
		options,
	};
	return ask(__("Name the Record Keeper"), [field], __("Name"), ({ person }) => send(person));
}

function electPresiding(room) {
	const options = room.state.members
		.filter((one) => one.is_present && !one.keeps_record && one.person !== room.state.me.person)
		.map((one) => ({ value: one.person, label: one.name }));
	const field = { fieldtype: "Select", fieldname: "person", label: __("Elected member"), reqd: 1, options };
	return ask(__("Elect Who Presides"), [field], __("Record the Election"), ({ person }) =>
		room.post("sessions.elect_presiding", { person }),
	);
}

const OF_PART = {
	presiding: () => __("Signature of the presiding person"),
	secretary: () => __("Signature of the record keeper"),
};

/** Name who signs in the place of another. What is offered is what the server says: signatures that are missing, and who may follow. */
function nameSigner(room) {
	const named = new Map(room.state.members.map((one) => [one.person, one.name]));
	const options = room.state.signers.flatMap(({ part, successors }) =>
		successors.map((person) => ({
			value: `${part}|${person}`,
			label: `${OF_PART[part]()}: ${named.get(person) || person}`,
		})),
	);
	if (!options.length) throw new Error(__("No other member may follow in the signature."));
	const fields = [
		{ fieldtype: "Select", fieldname: "chosen", label: __("Who signs"), reqd: 1, options },
		{ fieldtype: "Small Text", fieldname: "reason", label: __("Reason"), reqd: 1 },
	];
	return ask(__("Name a Successor in the Signature"), fields, __("Name"), ({ chosen, reason }) => {
		const [part, person] = chosen.split("|");
		return room.post("sessions.name_signer", { part, person, reason });
	});
}

/** Hang a file on an item, for its members to read before they vote. */
function addMaterial(item) {
	return askFile(__("Attach a File"), (file) => post("sessions.add_material", { item, ...file }));
}

/** Ask for one file; `send` gets its name and content as endpoints take them. */
export function askFile(title, send) {
	const input = `<label class="w-100">${__("File (PDF, JPEG, PNG)")}
		<input class="form-control h-auto" type="file" accept=".pdf,.jpg,.jpeg,.png" data-material></label>`;
	return ask(title, [{ fieldtype: "HTML", fieldname: "file", options: input }], __("Attach"), async () => {
		const [file] = document.querySelector(".modal.show [data-material]").files;
		if (!file) throw new Error(__("Choose a file first."));
		await send({ file_name: file.name, content: await base64(file) });
	});
}

/** The content of a file as Base64. */
function base64(file) {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(reader.result.split(",")[1] || "");
		reader.onerror = () => reject(reader.error);
		reader.readAsDataURL(file);
	});
}

function changeSession(room) {
	const fields = sessionFields().map((field) => ({
		...field,
		default:
			field.fieldname === "starts_at"
				? room.state.starts_at.replace("T", " ").slice(0, 19)
				: room.state[field.fieldname],
	}));
	return ask(__("Change Time or Place"), fields, __("Save"), (given) =>
		room.post("sessions.change_session", given),
	);
}

/** The fields of a session that is planned. */
export const sessionFields = () => [
	{ fieldtype: "Data", fieldname: "title", label: __("Title"), reqd: 1 },
	{ fieldtype: "Datetime", fieldname: "starts_at", label: __("Starts At"), reqd: 1 },
	{ fieldtype: "Data", fieldname: "place", label: __("Place"), reqd: 1 },
];

/** Ask a few things in a dialogue, which stays open, with what was typed, until `send` succeeds. */
export function ask(title, fields, label, send) {
	return new Promise((resolve) => {
		const dialog = new frappe.ui.Dialog({
			title,
			fields,
			primary_action_label: label,
			primary_action: async (given) => {
				try {
					if ((await send(given)) !== false) dialog.hide();
				} catch (problem) {
					explain(problem);
				}
			},
			on_hide: resolve,
		});
		dialog.show();
	});
}

function withReason(title, send, isNeeded = true) {
	const field = { fieldtype: "Small Text", fieldname: "reason", label: __("Reason"), reqd: isNeeded ? 1 : 0 };
	return ask(title, [field], __("Go On"), ({ reason }) => send(reason || ""));
}

/** Ask whether to go on; resolves when it is done, or not to be. */
export function sure(question, send) {
	return new Promise((resolve, reject) => {
		frappe.confirm(question, () => Promise.resolve(send()).then(resolve, reject), resolve);
	});
}
