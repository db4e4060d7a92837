import { call, explain } from "../api.js";
import { openAgenda } from "./agenda.js";
import { signDecisions } from "./decisions.js";
import { openDraft } from "./draft.js";
import { STEPS } from "./steps.js";
import { renderRoom } from "./view.js";

const EVENT = "esaylov_session";
const QUIET_SECONDS = 20;
/** Rest between two readings when word comes quicker than it can be read: a job that drafts fifty decisions says so fifty times. */
const REST_MS = 250;
const MORE_STEPS = { put_on_agenda: openAgenda, redraft: openDraft, sign_decisions: signDecisions };

/** The room of a session on its form: agenda, members, the open item and the reader's next steps, kept up to date. */
export async function showSession(frm) {
	frm.disable_save();
	// the room says all of it: the framework's own notes and counters would push it off a phone's first screen
	frm.dashboard.hide();
	frm.layout.show_message("");
	// the framework loads the form anew after each step of anybody: what the reader marked meanwhile stays
	if (frm.esaylov_room?.name !== frm.doc.name) {
		frm.esaylov_room?.leave();
		frm.esaylov_room = new Room(frm);
	}
	await frm.esaylov_room.refresh();
}

class Room {
	constructor(frm) {
		this.frm = frm;
		this.name = frm.doc.name;
		this.$room = frm.get_field("room_view").$wrapper;
		/** What the reader marked in a list of open items, kept when somebody else's vote draws the room anew. */
		this.choices = new Map();
		/** The texts of the drafts that are open, by item. */
		this.drafts = { sha256: "", texts: {} };
		this.heard = ({ session }) => session === this.name && this.refresh();
		frappe.realtime.on(EVENT, this.heard);
		// a phone that slept, or a network that lost the socket, catches up by itself
		this.timer = setInterval(() => this.isShown() && this.refresh(), QUIET_SECONDS * 1000);
		this.isPressed = false;
		this.released = () => this.isPressed && setTimeout(() => this.release()); // after the click that ends the press
		for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, this.released);
		this.$room.off(".room");
		this.$room.on("pointerdown.room", () => {
			this.isPressed = true;
		});
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
		this.isLeft = true;
		frappe.realtime.off(EVENT, this.heard);
		for (const end of ["pointerup", "pointercancel"]) document.removeEventListener(end, this.released);
		clearInterval(this.timer);
	}

	release() {
		this.isPressed = false;
		if (this.isWaiting) this.draw();
	}

	post(name, args = {}) {
		return call(name, { session: this.name, ...args });
	}

	/** Items that the reader has still to vote on. */
	toVote() {
		return (this.state.me.to_vote || []).filter((item) => !this.state.me.conflicts[item]);
	}

	/** Read the state and draw it. What comes during a reading asks for one more after it, however often it comes. */
	refresh() {
		this.isStale = true;
		this.reading ??= this.readWhileStale();
		return this.reading;
	}

	async readWhileStale() {
		try {
			while (this.isStale) {
				this.isStale = false;
				await this.read();
				if (this.isStale) await new Promise((rested) => setTimeout(rested, REST_MS));
			}
		} finally {
			this.reading = null;
		}
	}

	async read() {
		try {
			const asked = { session: this.name, known: this.drafts.sha256 };
			const state = await call("sessions.session_state", asked, "GET");
			if (this.isLeft) return; // the form shows another session by now
			this.state = this.withDrafts(state);
			this.draw();
		} catch (problem) {
			if (!this.state && !this.isLeft) explain(problem); // what is shown stays; the next word or the clock tries again
		}
	}

	/** The state with the texts of the open drafts, which the server sends once for as long as they stay the same. */
	withDrafts(state) {
		if (state.drafts.sha256 !== this.drafts.sha256) this.drafts = state.drafts;
		return { ...state, open: state.open.map((open) => ({ ...open, ...this.drafts.texts[open.item] })) };
	}

	/** Draw what changed. Never under a finger: a button that is replaced between press and release is not pressed. */
	draw() {
		const html = renderRoom(this.state, this.choices);
		this.isWaiting = this.isPressed;
		if (this.isPressed || (html === this.drawn && this.$room.find(".esaylov-room").length)) return;
		this.drawn = html;
		const focused = document.activeElement;
		const place = this.$room[0].contains(focused) ? selector(focused) : "";
		const unfolded = new Set(this.$room.find("details[open]").get().map(fold));
		this.$room.html(html);
		for (const details of this.$room.find("details").get()) details.open = unfolded.has(fold(details));
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

/** How the same button or list is found again in the room drawn anew. */
function selector(element) {
	const marks = ["step", "item", "choice", "choose"].filter((mark) => element.dataset[mark]);
	return marks.map((mark) => `[data-${mark}="${CSS.escape(element.dataset[mark])}"]`).join("");
}

/** How what the reader unfolded is found again: the item it belongs to, or the member, and what it is. */
function fold(details) {
	const { open = "", member = "" } = details.closest("[data-open], [data-member]")?.dataset || {};
	return [open, member, details.querySelector("summary").textContent].join("|");
}
