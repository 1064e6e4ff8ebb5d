// Sends the words when the typing pauses; one request at a time, so the last words go last. Tries again
// ever more slowly, and at once when the network or the person is back.

const PAUSE = 1200; // ms
const LONGEST = 30000; // then an answer is not waited for
const WAITS = [5000, 10000, 20000];
const OVER = [401, 403, 404, 410]; // the session has ended, or this is not ours any more
const REFUSED = [400, 409, 413, 422]; // these words will not do; other words may

export class Autosave {
  // `words()` gives [body, version]; `saved(answer, version)` and `unsaved("here" | "offline")` hear how it went.
  constructor(url, { words, saved, unsaved }) {
    Object.assign(this, { url, words, saved, unsaved, failures: 0 });
    for (const name of ["online", "focus"]) window.addEventListener(name, () => this.failures && this.go());
    document.addEventListener("visibilitychange", () => this.go());
  }

  // There are new words.
  changed() {
    this.wanted = true;
    this.refused = this.paused = false;
    this.later(this.failures ? this.wait() : PAUSE);
  }

  // The form itself is being sent: nothing of ours may come after it.
  pause() {
    this.paused = true;
    clearTimeout(this.timer);
  }

  later(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.go(), time);
  }

  wait() {
    return WAITS[Math.min(this.failures, WAITS.length) - 1];
  }

  async go() {
    if (this.busy || !this.wanted || this.over || this.refused || this.paused) return;
    clearTimeout(this.timer);
    this.busy = true;
    this.wanted = false;
    const [body, version] = this.words();
    const { outcome, answer } = await post(this.url, body);
    this.busy = false;
    const isNewer = this.wanted; // words came while this was under way: they get their own try
    this.failures = outcome === "later" || outcome === "offline" ? this.failures + 1 : 0;
    this.over = outcome === "over";
    this.refused = outcome === "refused" && !isNewer;
    this.wanted = isNewer || outcome !== "saved";
    if (this.wanted && !this.paused) this.later(this.failures ? this.wait() : PAUSE);
    if (outcome === "saved") this.saved(answer, version);
    else this.unsaved(outcome === "offline" ? "offline" : "here");
  }
}

async function post(url, body) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), LONGEST);
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      signal: stop.signal,
    });
    return await judged(response);
  } catch {
    return { outcome: "offline" };
  } finally {
    clearTimeout(timer);
  }
}

// A page of a café's network answers 200, too: only our own answer counts as saved.
async function judged(response) {
  if (OVER.includes(response.status)) return { outcome: "over" };
  if (REFUSED.includes(response.status)) return { outcome: "refused" };
  const answer = response.status === 200 ? await response.json().catch(() => null) : null;
  const ours = answer && Number.isInteger(answer.id) && Number.isInteger(answer.revision);
  return ours ? { outcome: "saved", answer } : { outcome: "later" };
}
