// A task card ticks the skills that it brings (`data-brings="3 7"`), and unticks "I was away".
// `data-filter` finds a card by its name.

export function start(element) {
	if (element.matches("[data-filter]")) finds(element);
	else element.addEventListener("change", () => chosen(element));
}

function finds(field) {
	field.parentNode.hidden = false;
	field.addEventListener("input", (event) => {
		event.stopPropagation(); // no words of the entry
		const wanted = field.value.trim().toLowerCase();
		for (const tile of document.querySelectorAll("[data-cards] .tile")) {
			tile.hidden = !tile.textContent.toLowerCase().includes(wanted) && !tile.querySelector(":checked");
		}
	});
}

function chosen(tile) {
	const kept = [...tile.form.querySelectorAll("[data-brings]:checked")].flatMap(brings);
	for (const box of tile.form.querySelectorAll("input[name=requirements]")) {
		if (brings(tile).includes(box.value)) box.checked = tile.checked || kept.includes(box.value);
	}
	const away = tile.form.querySelectorAll("[name=absence_reason]:checked, [name=kind][value=absence]:checked");
	if (tile.checked) away.forEach((one) => (one.checked = false));
}

function brings(tile) {
	return tile.dataset.brings.split(" ");
}
