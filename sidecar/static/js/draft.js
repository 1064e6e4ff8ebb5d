// All that is made is kept on this phone at once, then on the server; all comes back with the page.

import { Autosave, OVER, post, REFUSED } from "./autosave.js";
import { read, same, write } from "./fields.js";
import { filesOf, give, made, ready } from "./files.js";
import { draftsOf, drop, put } from "./store.js";

const AGAIN = 15000; // ms
const LONGEST = 300000;

export function start(form) {
	return new Draft(form).begin();
}

class Draft {
	constructor(form) {
		this.form = form;
		this.key = form.elements.namedItem("client_key");
		this.revision = form.elements.namedItem("revision");
		this.button = form.appendChild(made("input", { type: "hidden" }));
		this.line = form.querySelector("[data-draft-state]");
		this.served = read(form, { served: true });
		this.draft = null; // as last kept
		this.fits = true;
		this.came = ""; // "restored", until the next change
		this.autosave = new Autosave(this);
	}

	async begin() {
		const on = (name, act) => this.form.addEventListener(name, act);
		on("input", () => this.changed());
		on("change", () => this.changed());
		on("files", () => this.ready && this.files());
		on("click", (event) => this.press(event.target.closest("button:not([type=button])")));
		on("submit", (event) => (event.preventDefault(), this.go()));
		window.addEventListener("online", () => this.waits && this.go());
		this.takeUp(await draftsOf(this.form.dataset.person));
		this.ready = true;
		this.changed();
	}

	// A script's sending names no button.
	press(button) {
		if (button) Object.assign(this.button, { name: button.name, value: button.value });
	}

	changed() {
		if (!this.ready || same(read(this.form), this.draft ? this.draft.fields : this.served)) return;
		this.came = "";
		this.autosave.changed();
		this.keep(false);
	}

	files() {
		this.autosave.changed();
		this.keep(this.draft && this.draft.confirmed);
	}

	keep(confirmed) {
		const [person, key, revision] = [this.form.dataset.person, this.key.value, this.revision.value];
		const held = { fields: read(this.form), files: filesOf(this.form), at: Date.now() };
		this.address();
		return this.put({ id: `${person}:${key}`, person, key, revision, ...held, confirmed, sent: false });
	}

	async put(draft) {
		this.draft = draft;
		this.fits = await put(draft);
		if (this.draft !== draft || this.sending) return;
		this.say(draft.confirmed ? "saved" : this.state === "offline" ? "offline" : "here");
	}

	// Sends the form, again by itself where nobody answers.
	async go() {
		if (this.sending) return;
		this.sending = true;
		this.say("sending", 0);
		await ready();
		await this.autosave.busy; // what is nearly there need not go twice
		const progress = (part) => this.say("sending", part);
		const { status, url, address } = await post(this.form.action, new FormData(this.form), LONGEST, progress);
		const refused = REFUSED.includes(status);
		if (refused || status === 200) {
			// Else a later page ends it (offers.js).
			if (this.draft) await (address ? drop(this.draft.id) : put({ ...this.draft, sent: true }));
			return refused ? this.form.submit() : location.assign(address || url);
		}
		this.sending = false;
		this.autosave.later();
		this.waits = !OVER.includes(status);
		await this.keep(false);
		this.say(!this.waits ? "over" : status ? "busy" : "waiting");
		if (this.waits) setTimeout(() => this.go(), AGAIN);
	}

	words(one) {
		const body = new FormData(this.form);
		["photos", "sounds"].forEach((name) => body.delete(name));
		if (one) body.append(one.input.name, one.file);
		return [one ? body : new URLSearchParams(body), this.draft];
	}

	// `draft`: the words that went; newer ones are not confirmed by this answer. `one`: the file.
	saved({ revision, file }, draft, one) {
		this.revision.value = revision;
		if (one) one.kept(file);
		const confirmed = this.draft && draft && same(this.draft.fields, draft.fields);
		this.put({ ...this.draft, files: filesOf(this.form), revision: String(revision), confirmed });
	}

	// What this phone has and the server has not.
	takeUp(drafts) {
		const stored = this.find(drafts);
		if (!stored) return;
		const asked = stored.key !== this.key.value;
		const isServed = !asked && same(stored.fields, this.served);
		const asksAgain = document.querySelector("[role=alert], [aria-invalid=true]");
		if (isServed && !asksAgain && (stored.sent || !stored.files)) drop(stored.id);
		else if (asked || isServed || stored.files || !stored.confirmed) this.restore({ ...stored, sent: false });
	}

	// The one that a new form's address names; else its own.
	find(drafts) {
		const asked = !Number(this.revision.value) && new URL(location.href).searchParams.get("draft");
		const byKey = (key) => drafts.find((draft) => draft.key === key);
		return byKey(asked) || byKey(this.key.value);
	}

	restore(stored) {
		this.draft = stored;
		this.came = "restored";
		if (!stored.confirmed) {
			write(this.form, this.merged(stored.fields));
			this.revision.value = stored.revision;
			this.autosave.changed();
		}
		this.key.value = stored.key;
		Object.entries(stored.files || {}).forEach(([name, files]) => give(this.form.elements.namedItem(name), files));
		this.say(stored.confirmed ? "saved" : "here");
	}

	// Stored words, and what was typed before this module had loaded.
	merged(stored) {
		const [typed] = read(this.form).text || [];
		if (!typed || typed === this.served.text[0] || stored.text[0].includes(typed)) return stored;
		return { ...stored, text: [`${stored.text[0]}\n${typed}`] };
	}

	// A new form has another key when loaded again: the address keeps this one.
	address() {
		const url = new URL(location.href);
		url.searchParams.set("draft", this.key.value);
		if (url.href !== location.href) history.replaceState(history.state, "", url);
	}

	say(state, part) {
		this.state = state;
		const words = this.line.dataset;
		const held = state === "saved" && filesOf(this.form) ? "held" : state;
		const full = state === "over" ? "copy" : "full";
		const name = this.fits || !this.autosave.wanted || /saved|sending|rising/.test(state) ? held : full;
		const text = [words[this.came], (words[name] || words.here).replace("%n", part)].filter(Boolean).join(" ");
		if (this.line.textContent !== text) this.line.textContent = text;
		words.state = name;
	}
}
