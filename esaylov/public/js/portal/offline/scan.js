/** Reads QR codes with the camera: by the browser's own BarcodeDetector, else by jsQR, which is loaded when it is asked for. */

const EVERY = 150; // milliseconds between two looks

/** Whether the page has to bring its own reader. */
export function needsReader() {
	return !("BarcodeDetector" in globalThis);
}

/** Show the camera in `video` until a code is read or `signal` stops it; the text of the code, or "" when stopped. */
export async function scan(video, reader, signal) {
	const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
	video.srcObject = stream;
	try {
		await video.play();
		const look = needsReader() ? await ownReader(reader) : detector();
		while (!signal.aborted) {
			const text = video.videoWidth ? await look(video) : "";
			if (text) return text;
			await new Promise((done) => setTimeout(done, EVERY));
		}
		return "";
	} finally {
		for (const track of stream.getTracks()) track.stop();
		video.srcObject = null;
	}
}

function detector() {
	const found = new BarcodeDetector({ formats: ["qr_code"] });
	return async (video) => (await found.detect(video))[0]?.rawValue ?? "";
}

async function ownReader(address) {
	if (!globalThis.esaylovReadCode) await load(address);
	const canvas = document.createElement("canvas");
	const pen = canvas.getContext("2d", { willReadFrequently: true });
	return async (video) => {
		[canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
		pen.drawImage(video, 0, 0);
		return globalThis.esaylovReadCode(pen.getImageData(0, 0, canvas.width, canvas.height));
	};
}

function load(address) {
	return new Promise((done, failed) => {
		const script = document.createElement("script");
		script.src = address;
		script.onload = done;
		script.onerror = () => failed(new Error("reader"));
		document.head.append(script);
	});
}
