// Sends the words when the typing pauses, one request at a time, so the last words go last. Retries ever
// more slowly, at once when network or person is back.

import { post } from "./sending.js";

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

  // There are new words.
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

  async go() {
    // Nothing of ours may come after the form itself.
    if (this.busy || !this.wanted || this.over || this.refused || this.draft.sending) return;
    clearTimeout(this.timer);
    this.busy = true;
    this.wanted = false;
    const [body, version] = this.draft.words();
    const url = this.draft.form.dataset.autosave;
    const [outcome, answer] = judged(await post(url, body, { accept: "application/json", patience: LONGEST }));
    this.busy = false;
    const isNewer = this.wanted; // newer words get their own try
    this.failures = outcome === "here" || outcome === "offline" ? this.failures + 1 : 0;
    this.over = outcome === "over";
    this.refused = outcome === "refused" && !isNewer;
    this.wanted = isNewer || outcome !== "saved";
    if (this.wanted) this.later();
    if (answer) this.draft.saved(answer, version);
    else this.draft.say(outcome);
  }
}

// A page of a café's network answers 200, too: only our own answer counts as saved.
function judged({ status, text }) {
  if (!status) return ["offline"];
  if (OVER.includes(status)) return ["over"];
  if (REFUSED.includes(status)) return ["refused"];
  try {
    const answer = JSON.parse(text);
    if (status === 200 && Number.isInteger(answer.id + answer.revision)) return ["saved", answer];
  } catch {
    // not ours
  }
  return ["here"];
}
