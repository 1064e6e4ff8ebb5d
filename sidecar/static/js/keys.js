// The desk by keyboard; letters count outside of fields only.

const PLACE = "valo.keys";
const FIELD = "textarea, select, input:not([type=checkbox]):not([type=radio])";

export function start(desk) {
	const one = (selector) => desk.querySelector(selector);
	const actions = {
		__proto__: null,
		j: () => step(desk, 1),
		k: () => step(desk, -1),
		a: () => press(one("[data-key-approve]")),
		r: () => {
			Object.assign(one("[data-key-return]") || {}, { open: true });
			return focus(one("[data-key-return] [type=radio]"));
		},
		c: () => focus(one("textarea")),
	};
	const off = toggle();
	document.addEventListener("keydown", (event) => {
		if (event.defaultPrevented || event.repeat || event.isComposing) return;
		const held = event.ctrlKey || event.metaKey;
		const approves = held && event.key === "Enter" && event.target.matches("textarea");
		const isLetter = !held && !event.altKey && !off() && !event.target.closest(FIELD);
		const action = approves ? actions.a : isLetter && actions[event.key];
		if (action && action()) event.preventDefault();
	});
}

function step(desk, by) {
	const links = [...desk.querySelectorAll("[data-list] a")];
	const focused = links.indexOf(document.activeElement);
	const here = focused >= 0 ? focused : links.findIndex((a) => a.hasAttribute("aria-current"));
	return press(links[here < 0 ? 0 : here + by]);
}

function press(element) {
	return focus(element) && (element.click(), true);
}

function focus(element) {
	return Boolean(element) && (element.focus(), true);
}

function toggle() {
	const box = document.querySelector("[data-key-off]") || {};
	try {
		box.checked = localStorage.getItem(PLACE) === "off";
		box.onchange = () => localStorage.setItem(PLACE, box.checked ? "off" : "on");
	} catch {} // blocked: the box counts for this page
	return () => box.checked;
}
