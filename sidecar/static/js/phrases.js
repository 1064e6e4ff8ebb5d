// Ready phrases: a press adds the words to the text; the focus stays.

export function start(button) {
	const area = document.getElementById(button.dataset.for);
	button.disabled = false;
	button.onmousedown = (event) => event.preventDefault();
	button.onclick = () => {
		const before = area.value.replace(/ +$/, "");
		const words = before + (/\S$/.test(before) ? " " : "") + button.dataset.phrase;
		if (words.length > area.maxLength) return;
		area.value = words;
		area.dispatchEvent(new Event("input", { bubbles: true }));
	};
}
