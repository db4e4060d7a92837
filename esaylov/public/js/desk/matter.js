const text = (value) => frappe.utils.escape_html(String(value ?? ""));

/** The answers of an appeal as HTML; every value is escaped here. */
export function renderMatter(matter) {
	return `<div class="esaylov-matter">
		${findings(matter.findings)}
		${matter.answers.length ? `<dl class="row">${matter.answers.map(single).join("")}</dl>` : ""}
		${matter.groups.map(group).join("")}
		${attachments(matter.attachments)}
	</div>`;
}

function single(answer) {
	return `<dt class="col-sm-4 text-muted">${text(answer.label)}</dt><dd class="col-sm-8">${text(answer.value)}</dd>`;
}

function group(part) {
	const cells = (row, tag) => row.map((cell) => `<${tag}>${text(cell)}</${tag}>`).join("");
	const rows = part.rows.map((row, index) => `<tr><td>${index + 1}</td>${cells(row, "td")}</tr>`).join("");
	return `<h5>${text(part.label)}</h5><div class="table-responsive"><table class="table table-bordered">
		<thead><tr><th>№</th>${cells(part.columns, "th")}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function attachments(files) {
	if (!files.length) return "";
	const items = files.map((file) => {
		const size = Math.max(1, Math.round(file.size / 1024));
		const name = file.url
			? `<a href="${encodeURI(file.url)}" target="_blank" rel="noopener">${text(file.file_name)}</a>`
			: text(file.file_name);
		return `<li>${text(file.label)}: ${name} <span class="text-muted">${size} KB</span></li>`;
	});
	return `<h5>${__("Attachments")}</h5><ul>${items.join("")}</ul>`;
}

function findings(found) {
	if (!found.length) return "";
	const items = found.map((finding) => `<li>${text(finding.text)}</li>`);
	return `<div class="alert alert-warning"><b>${__("What the checks say")}</b><ul>${items.join("")}</ul></div>`;
}
