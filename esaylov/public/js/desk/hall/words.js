import { LABELS } from "../session/view.js";

const ITEM_LABELS = {
	open_item: () => __("Open the Vote"),
	close_item: () => __("Close the Vote"),
	postpone_item: () => __("Postpone"),
	wait: () => __("Wait"),
	redraft: () => __("Change the Draft"),
	add_material: () => __("Attach a File"),
	split: () => __("Take Out of the Batch"),
	remove_item: () => __("Take Off"),
	set_aside: () => __("Return to Review"),
	ask_to_speak: () => __("Ask to Speak"),
	withdraw_request: () => __("Do Not Speak"),
	begin_speech: () => __("Call a Guest to Speak"),
	end_speech: () => __("End the Speech"),
	enter_minute: () => __("Enter in the Minutes"),
	show_display: () => __("Hall Display"),
	hide_display: () => __("End the Display"),
};

/** What a step is called. */
export const label = (step) => (ITEM_LABELS[step] || LABELS[step])();
