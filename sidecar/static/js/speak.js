// Reads a part of the page aloud with a voice that lives on this phone: others would carry the words away.

const speech = window.speechSynthesis;

export function start(button) {
	const part = document.getElementById(button.dataset.speak);
	if (!speech || !part) return;
	const show = () => (button.hidden = !voiceFor(part));
	if (speech.addEventListener) speech.addEventListener("voiceschanged", show);
	show();
	button.addEventListener("click", () => toggle(part));
}

function toggle(part) {
	const wasSpeaking = speech.speaking;
	speech.cancel();
	if (wasSpeaking) return;
	const [words, voice] = [new SpeechSynthesisUtterance(part.innerText), voiceFor(part)];
	speech.speak(Object.assign(words, { voice, lang: voice.lang, rate: 0.9 }));
}

function voiceFor(part) {
	const language = part.closest("[lang]").lang.slice(0, 2);
	return speech.getVoices().find((one) => one.localService && one.lang.slice(0, 2).toLowerCase() === language);
}

window.addEventListener("pagehide", () => speech && speech.cancel());
