// Links to what only this phone has, which goes on from here; what the server has (`data-…-keys`) ends here.

import { draftsOf, drop } from "./store.js";
import { empty } from "./fields.js";

export async function start(box) {
	const [known, sent] = [box.dataset.knownKeys, box.dataset.sentKeys].map((keys) => (keys || "").split(" "));
	const said = Boolean(document.querySelector(".said.good"));
	const waiting = [];
	forgetNote();
	for (const draft of await draftsOf(box.dataset.person)) {
		const arrived = draft.sent && (sent.includes(draft.key) || (said && known.includes(draft.key)));
		if ((draft.confirmed && !draft.files) || arrived) drop(draft.id);
		else if (draft.files || !empty(draft.fields)) waiting.push([draft, box.appendChild(offer(box, draft))]);
	}
	const goOn = async () => {
		for (const one of waiting.splice(0)) {
			const [draft, link] = one;
			const { id, sent } = await goesOn(box, draft);
			if (sent) link.remove();
			else if (id) link.textContent = words(box.dataset.kept, draft);
			else waiting.push(one);
		}
	};
	window.addEventListener("online", goOn);
	goOn();
}

// As by its form, with one file at a time; words that are newer at the server stay (`resumed`).
async function goesOn(box, { id, key, revision, fields, files, at }) {
	const { post } = await import("./autosave.js");
	const pairs = (some) => Object.entries(some).flatMap(([name, all]) => all.map((one) => [name, one]));
	const left = pairs(files || {});
	let answer;
	do {
		const body = new FormData();
		const told = pairs({ ...fields, client_key: [key], revision: [revision], resumed: [1] });
		[...told, ...left.splice(0, 1)].forEach((pair) => body.append(...pair));
		answer = await post(box.dataset.autosave, body, 300000);
		if (!answer.id) return answer;
		revision = answer.revision;
	} while (left.length);
	const now = await draftsOf(box.dataset.person);
	if (now.some((one) => one.id === id && one.at === at)) drop(id); // else its form is open
	return answer;
}

// A note answers one sending only.
function forgetNote() {
	const url = new URL(location.href);
	url.searchParams.delete("note");
	history.replaceState(history.state, "", url);
}

function offer(box, draft) {
	const url = new URL(box.dataset.newUrl, location.href);
	url.searchParams.set("draft", draft.key);
	const textContent = words(box.dataset.label, draft);
	return Object.assign(document.createElement("a"), { href: url, className: "item", textContent });
}

function words(label, { fields }) {
	const [written] = fields.day || [];
	const date = new Date(`${written}T12:00`);
	const form = { weekday: "long", day: "numeric", month: "long" };
	const day = isNaN(date) ? written || "–" : date.toLocaleDateString(document.documentElement.lang, form);
	return label.replace(/%+s/, () => day);
}
