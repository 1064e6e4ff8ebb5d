// A voice note, recorded in the page; a file field where the microphone is closed.

import { give, working } from "./files.js";

const LONGEST = 120; // seconds
const KINDS = ["audio/webm;codecs=opus", "audio/mp4"];

export function start(button) {
	const input = document.getElementById(button.dataset.record);
	const field = input.parentNode;
	const [label, words] = [button.textContent, button.dataset];
	let recorder;
	if (!navigator.mediaDevices || !window.MediaRecorder) return;
	button.hidden = !(field.hidden = true);
	button.form.addEventListener("submit", () => recorder && recorder.stop());
	button.addEventListener("click", async () => {
		if (recorder) return recorder.stop();
		try {
			recorder = record(await navigator.mediaDevices.getUserMedia({ audio: true }));
		} catch {
			button.hidden = !(field.hidden = false);
			field.append(words.closed);
			input.focus();
		}
	});

	function record(stream) {
		const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
		const made = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32000 });
		const [parts, began] = [[], Date.now()];
		const tell = () => {
			const seconds = Math.round((Date.now() - began) / 1000);
			button.textContent = words.stop.replace("%s", new Date(seconds * 1000).toISOString().slice(15, 19));
			if (seconds >= LONGEST) made.stop();
		};
		const timer = setInterval(tell, 500);
		made.ondataavailable = (event) => parts.push(event.data);
		made.onstop = () => {
			recorder = null;
			clearInterval(timer);
			button.textContent = label;
			stream.getTracks().forEach((track) => track.stop());
			const type = made.mimeType.split(";")[0];
			give(input, [new File(parts, `${began}.${type.slice(6)}`, { type })]);
			working.delete(made);
		};
		working.add(made);
		made.start();
		tell();
		return made;
	}
}
