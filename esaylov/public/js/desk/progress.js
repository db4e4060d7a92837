/** How far a job is, as a bar. share: percent; label: of what, for whoever does not see it. The numbers stand beside it in words. */
export const progressBar = (share, label = __("Progress")) =>
	`<div class="progress" role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-valuenow="${Number(share)}"
		aria-label="${frappe.utils.escape_html(label)}"><div class="progress-bar" style="width: ${Number(share)}%"></div></div>`;
