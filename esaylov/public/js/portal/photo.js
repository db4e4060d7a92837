/** A photo is moved inside its 3x4 frame before it goes up: by sliders, by dragging, by two fingers. The server cuts it. */

const RATIO = 3 / 4;
const LEAST = 177; // dots across that the server asks of a cut
const HEAD = { x: 0.5, y: 0.45, across: 0.29, down: 0.33 }; // the oval that a head should fill, in shares of the frame

/** Shows the frame below a file field as soon as a picture is chosen that the browser can open. */
export function photo(input) {
	const box = input.parentElement.querySelector(".crop");
	const canvas = box.querySelector("canvas");
	const sliders = Object.fromEntries(
		[...box.querySelectorAll("[data-move]")].map((one) => [one.dataset.move, one]),
	);
	let picture = null;

	input.addEventListener("change", async (event) => {
		event.stopPropagation(); // the form sends other files at once; this one is looked at first
		const [file] = input.files;
		box.hidden = true;
		if (!file) return;
		picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
		if (!picture) return input.form.requestSubmit(input.form.querySelector("button[value=save]")); // the server says what is wrong
		box.hidden = false;
		place(0, 50, 40);
		box.scrollIntoView({ block: "nearest" });
		sliders.zoom.focus({ preventScroll: true });
	});
	box.addEventListener("input", (event) => {
		event.stopPropagation();
		show();
	});
	drag(canvas, (across, down, zoom) => {
		const part = chosen();
		const rest = { x: picture.width - part.width, y: picture.height - part.height };
		const shift = (slider, by, size, free) =>
			Number(slider.value) - (free > 0 ? (by * size * 100) / free : 0);
		place(
			Number(sliders.zoom.value) + zoom,
			shift(sliders.across, across, part.width, rest.x),
			shift(sliders.down, down, part.height, rest.y),
		);
	});

	function place(zoom, across, down) {
		sliders.zoom.value = zoom;
		sliders.across.value = across;
		sliders.down.value = down;
		show();
	}

	/** The part of the picture, in its dots. */
	function chosen() {
		const widest = Math.min(picture.width, picture.height * RATIO);
		const closest = Math.max(1, widest / LEAST);
		const width = widest / closest ** (sliders.zoom.value / 100);
		const height = width / RATIO;
		return {
			left: ((picture.width - width) * sliders.across.value) / 100,
			top: ((picture.height - height) * sliders.down.value) / 100,
			width,
			height,
		};
	}

	function show() {
		const { left, top, width, height } = chosen();
		const brush = canvas.getContext("2d");
		brush.fillStyle = "#ffffff";
		brush.fillRect(0, 0, canvas.width, canvas.height);
		brush.imageSmoothingQuality = "high";
		brush.drawImage(picture, left, top, width, height, 0, 0, canvas.width, canvas.height);
		oval(brush, canvas);
		const shares = [
			left / picture.width,
			top / picture.height,
			width / picture.width,
			height / picture.height,
		];
		box.querySelector("input[type=hidden]").value = shares.map((share) => share.toFixed(5)).join(",");
	}
}

/** Two lines, dark on light, are seen on any picture. */
function oval(brush, { width, height }) {
	for (const [colour, thick, dashes] of [
		["#ffffff", 4, []],
		["#00697f", 2, [10, 8]],
	]) {
		brush.beginPath();
		brush.setLineDash(dashes);
		brush.ellipse(
			HEAD.x * width,
			HEAD.y * height,
			HEAD.across * width,
			HEAD.down * height,
			0,
			0,
			2 * Math.PI,
		);
		brush.strokeStyle = colour;
		brush.lineWidth = thick;
		brush.stroke();
	}
}

/** Calls `move` with the shift in shares of the frame, and with the zoom of two fingers or the wheel in steps of the slider. */
function drag(canvas, move) {
	const fingers = new Map();
	const apart = () => {
		const [one, other] = [...fingers.values()];
		return Math.hypot(one.x - other.x, one.y - other.y);
	};
	canvas.addEventListener("pointerdown", (event) => {
		canvas.setPointerCapture(event.pointerId);
		fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
	});
	canvas.addEventListener("pointermove", (event) => {
		const from = fingers.get(event.pointerId);
		if (!from) return;
		const before = fingers.size === 2 ? apart() : 0;
		const by = { x: event.clientX - from.x, y: event.clientY - from.y };
		fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
		if (before) move(0, 0, ((apart() - before) / canvas.clientWidth) * 100);
		else move(by.x / canvas.clientWidth, by.y / canvas.clientHeight, 0);
	});
	for (const end of ["pointerup", "pointercancel"])
		canvas.addEventListener(end, (event) => fingers.delete(event.pointerId));
}
