// Reads a part of the page aloud, in the part's language, with a voice that lives on this phone: a voice
// from the network would carry the words away. Without such a voice the button stays hidden.

const speech = window.speechSynthesis;

export function start(button) {
  const part = document.getElementById(button.dataset.speak);
  if (!speech || !part) return;
  const show = () => (button.hidden = !voiceFor(languageOf(part)));
  if (speech.addEventListener) speech.addEventListener("voiceschanged", show);
  show();
  button.addEventListener("click", () => toggle(part));
}

function toggle(part) {
  const wasSpeaking = speech.speaking;
  speech.cancel();
  if (wasSpeaking) return;
  const words = new SpeechSynthesisUtterance(part.innerText);
  words.voice = voiceFor(languageOf(part));
  words.lang = words.voice.lang;
  words.rate = 0.9;
  speech.speak(words);
}

function languageOf(part) {
  return part.closest("[lang]").lang.slice(0, 2);
}

function voiceFor(language) {
  const fits = (voice) => voice.localService && voice.lang.slice(0, 2).toLowerCase() === language;
  return speech.getVoices().find(fits);
}

window.addEventListener("pagehide", () => speech && speech.cancel());
