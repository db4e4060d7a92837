import { call, explain } from "../api.js";
import { openAgenda } from "./agenda.js";
import { decisionsToSign, signDecisions } from "./decisions.js";
import { openDraft } from "./draft.js";
import { STEPS } from "./steps.js";
import { renderRoom } from "./view.js";

const EVENT = "esaylov_session";
const QUIET_SECONDS = 20;
const MORE_STEPS = { put_on_agenda: openAgenda, redraft: openDraft, sign_decisions: signDecisions };

/** The room of a session on its form: agenda, members, the open item and the reader's next steps, kept up to date. */
export async function showSession(frm) {
	frm.disable_save();
	// the room says all of it: the framework's own notes and counters would push it off a phone's first screen
	frm.dashboard.hide();
	frm.layout.show_message("");
	frm.esaylov_room?.leave();
	frm.esaylov_room = new Room(frm);
	await frm.esaylov_room.refresh();
}

class Room {
	constructor(frm) {
		this.frm = frm;
		this.name = frm.doc.name;
		this.$room = frm.get_field("room_view").$wrapper;
		/** What the reader marked in a list of open items, kept when somebody else's vote draws the room anew. */
		this.choices = new Map();
		this.heard = ({ session }) => session === this.name && this.refresh();
		frappe.realtime.on(EVENT, this.heard);
		// a phone that slept, or a network that lost the socket, catches up by itself
		this.timer = setInterval(() => this.isShown() && this.refresh(), QUIET_SECONDS * 1000);
		this.$room.off(".room");
		this.$room.on("click.room", "[data-step]", (event) => this.step(event.currentTarget));
		this.$room.on("change.room", "[data-choose]", ({ currentTarget: chosen }) =>
			this.choices.set(chosen.dataset.choose, chosen.value),
		);
	}

	isShown() {
		return document.visibilityState === "visible" && this.$room.is(":visible");
	}

	/** Stop listening; called when the form shows another session. */
	leave() {
		frappe.realtime.off(EVENT, this.heard);
		clearInterval(this.timer);
	}

	post(name, args = {}) {
		return call(name, { session: this.name, ...args });
	}

	/** Items that the reader has still to vote on. */
	toVote() {
		return (this.state.me.to_vote || []).filter((item) => !this.state.me.conflicts[item]);
	}

	/** Read the state and draw it. Of several calls that overlap the last one is drawn, and none is lost. */
	async refresh() {
		this.wanted = (this.wanted || 0) + 1;
		const turn = this.wanted;
		try {
			const state = await call("sessions.session_state", { session: this.name }, "GET");
			if (turn !== this.wanted) return;
			this.toSign = await decisionsToSign(state);
			this.state = this.toSign.length ? withStep(state, "sign_decisions") : state;
			this.draw();
		} catch (problem) {
			if (!this.state) explain(problem); // what is shown stays; the next word or the clock tries again
		}
	}

	draw() {
		const focused = document.activeElement;
		const place = this.$room[0].contains(focused) ? selector(focused) : "";
		this.$room.html(renderRoom(this.state, this.choices));
		if (place) this.$room.find(place).first().trigger("focus");
	}

	async step(button) {
		const { step, ...data } = button.dataset;
		button.disabled = true;
		try {
			await (STEPS[step] || MORE_STEPS[step])(this, data);
		} catch (problem) {
			explain(problem);
		}
		button.disabled = false;
		await this.refresh();
	}
}

function withStep(state, step) {
	return { ...state, me: { ...state.me, steps: [...state.me.steps, step] } };
}

/** How the same button or list is found again in the room drawn anew. */
function selector(element) {
	const marks = ["step", "item", "choice", "choose"].filter((mark) => element.dataset[mark]);
	return marks.map((mark) => `[data-${mark}="${CSS.escape(element.dataset[mark])}"]`).join("");
}
