// Each module is fetched only where its mark is found; one that does not arrive stops no other.

const MODULES = {
	frame: ".back-to-course, [data-close-registration], [data-own-window], [role=alert][tabindex]",
	keep: "[data-keep], [data-send]",
	files: "[data-files]",
	record: "[data-record]",
	draft: "form[data-draft]",
	offers: "[data-draft-offers]",
	keys: "[data-keys]",
	cards: "[data-brings], [data-filter]",
	speak: "[data-speak]",
	phrases: "[data-phrase]",
};

for (const [name, selector] of Object.entries(MODULES)) {
	const found = document.querySelectorAll(selector);
	if (found.length) import(`./${name}.js`).then((module) => found.forEach(module.start)).catch(() => {});
}
