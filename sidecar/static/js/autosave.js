// Sends the words when the typing pauses, then file by file; one request at a time: the last words go last.

import { next } from "./files.js";

const PAUSE = 1200; // ms
const LONGEST = 30000;
const WAIT = 5000; // the second and third time longer
export const OVER = [401, 403, 404, 410]; // session over, or not ours any more
export const REFUSED = [400, 409, 413, 422]; // other words may do

export class Autosave {
	constructor(draft) {
		Object.assign(this, { draft, failures: 0 });
		for (const name of ["online", "focus", "visibilitychange"]) window.addEventListener(name, () => this.go());
	}

	changed() {
		this.wanted = true;
		this.refused = false;
		this.later();
	}

	later() {
		clearTimeout(this.timer);
		const time = this.failures ? WAIT * 2 ** Math.min(this.failures - 1, 2) : PAUSE;
		this.timer = setTimeout(() => this.go(), time);
	}

	go() {
		if (!this.draft.form.dataset.autosave) return;
		// Nothing of ours may come after the form itself.
		const one = !this.wanted && next();
		if (this.busy || !(this.wanted || one) || this.over || this.refused || this.draft.sending) return;
		clearTimeout(this.timer);
		this.busy = this.send(one);
	}

	async send(one) {
		this.wanted = false;
		const { draft } = this;
		const [body, version] = draft.words(one);
		const progress = (part) => one && draft.say("rising", part);
		const patience = one ? LONGEST * 10 : LONGEST;
		const [outcome, answer] = judged(await post(draft.form.dataset.autosave, body, patience, progress));
		this.busy = null;
		const isNewer = this.wanted;
		this.failures = outcome === "here" || outcome === "offline" ? this.failures + 1 : 0;
		this.over = outcome === "over";
		if (one && outcome === "refused") one.stays = true; // the form brings it, and the answer says why
		this.refused = outcome === "refused" && !isNewer && !one;
		this.wanted = isNewer || outcome !== "saved";
		if (answer) draft.saved(answer, version, one);
		else draft.say(outcome);
		if (this.wanted || next()) this.later();
	}
}

// A page of a café's network answers 200, too: only our own answer counts as saved.
function judged(answer) {
	const { status } = answer;
	if (!status) return ["offline"];
	if (OVER.includes(status)) return ["over"];
	if (REFUSED.includes(status)) return ["refused"];
	return status === 200 && Number.isInteger(answer.id + answer.revision) ? ["saved", answer] : ["here"];
}

// One POST, whatever comes of it: our answer, if it is ours, and its status; 0 where nobody answered.
export function post(url, body, patience, progress = () => {}) {
	return new Promise((resolve) => {
		const request = new XMLHttpRequest();
		request.open("POST", url);
		request.responseType = "json";
		request.timeout = patience; // ms
		request.setRequestHeader("Accept", "application/json");
		request.upload.onprogress = (e) => progress(Math.round((10 * e.loaded) / e.total) * 10);
		request.onloadend = () => resolve({ ...request.response, status: request.status, url: request.responseURL });
		request.send(body);
	});
}
