// What is typed is kept on this phone at once, and on the server when the typing pauses; it comes back
// when the page does. `[data-draft-state]` says where the words are.

import { Autosave } from "./autosave.js";
import { read, same, write } from "./fields.js";
import { draftsOf, drop, idOf, put } from "./store.js";

export function start(form) {
  return new Draft(form).begin();
}

class Draft {
  constructor(form) {
    this.form = form;
    this.person = form.dataset.person;
    this.key = form.elements.namedItem("client_key");
    this.revision = form.elements.namedItem("revision");
    this.line = form.querySelector("[data-draft-state]");
    this.served = read(form, { served: true });
    this.draft = null; // as last kept
    this.fits = true; // the phone could keep it
    this.came = ""; // "restored": said until the next change
    this.autosave = new Autosave(form.dataset.autosave, {
      words: () => [this.body(), this.draft],
      saved: (answer, draft) => this.saved(answer, draft),
      unsaved: (state) => this.say(state),
    });
  }

  async begin() {
    for (const name of ["input", "change"]) this.form.addEventListener(name, () => this.changed());
    this.form.addEventListener("submit", (event) => event.defaultPrevented || this.leaves());
    this.takeUp(await draftsOf(this.person));
    this.ready = true;
    this.changed();
  }

  changed() {
    const before = this.draft ? this.draft.fields : this.served;
    if (!this.ready || same(read(this.form), before)) return;
    this.came = "";
    this.autosave.changed();
    this.keep({});
  }

  keep(more) {
    const [person, key, revision] = [this.person, this.key.value, this.revision.value];
    const words = { fields: read(this.form), at: Date.now(), confirmed: false, sent: false };
    this.put({ id: idOf(person, key), person, key, revision, ...words, ...more });
    this.address();
  }

  async put(draft) {
    this.draft = draft;
    this.fits = await put(draft);
    if (this.draft === draft && !draft.confirmed) this.say(this.state === "offline" ? "offline" : "here");
  }

  // The draft ends when a later page shows that it has arrived (offers.js).
  leaves() {
    this.autosave.pause();
    if (this.draft) this.put({ ...this.draft, sent: true });
    else if (!same(read(this.form), this.served)) this.keep({ sent: true });
  }

  body() {
    const isText = ([, value]) => typeof value === "string";
    return new URLSearchParams([...new FormData(this.form)].filter(isText));
  }

  // `draft`: the words that went; newer ones are not confirmed by this answer.
  saved({ revision }, draft) {
    this.revision.value = revision;
    const last = this.draft && draft && same(this.draft.fields, draft.fields);
    this.put({ ...this.draft, revision: String(revision), confirmed: last });
    if (last) this.say("saved");
  }

  // On load: the words of this phone, if the server has not got them.
  takeUp(drafts) {
    const stored = this.find(drafts);
    if (!stored) return;
    const asked = stored.key !== this.key.value;
    if (!asked && same(stored.fields, this.served)) this.arrived(stored);
    else if (asked || !stored.confirmed) this.restore(stored);
  }

  // The draft that the address names, where the form is new; else the form's own.
  find(drafts) {
    const asked = new URL(location.href).searchParams.get("draft");
    const isNew = !Number(this.revision.value);
    const byKey = (key) => drafts.find((draft) => draft.key === key);
    return (isNew && asked && byKey(asked)) || byKey(this.key.value);
  }

  // The page shows the same words: the server has them, unless it asks for better ones.
  arrived(stored) {
    const asksAgain = document.querySelector("[role=alert], [aria-invalid=true]");
    if (!asksAgain) drop(stored.id);
    else this.draft = { ...stored, sent: false };
  }

  restore(stored) {
    write(this.form, this.merged(stored.fields));
    this.key.value = stored.key;
    this.revision.value = stored.revision;
    this.draft = stored;
    this.came = "restored";
    this.say(stored.confirmed ? "saved" : "here");
    if (!stored.confirmed) this.autosave.changed();
  }

  // Stored words, and what was typed before this module had loaded.
  merged(stored) {
    const typed = read(this.form).text || [];
    const [old] = stored.text || [];
    const isNew = !same({ typed }, { typed: this.served.text }) && !(old || "").includes(typed[0]);
    if (!isNew) return stored;
    return { ...stored, text: [old && !typed[0].includes(old) ? `${old}\n${typed[0]}` : typed[0]] };
  }

  // A new form gets another key when it is loaded again: the address remembers this one.
  address() {
    const url = new URL(location.href);
    if (url.searchParams.get("draft") === this.key.value) return;
    url.searchParams.set("draft", this.key.value);
    history.replaceState(history.state, "", url);
  }

  say(state) {
    this.state = state;
    if (!this.line) return;
    const words = this.line.dataset;
    const name = state !== "saved" && !this.fits ? "full" : state;
    const text = [words[this.came], words[name]].filter(Boolean).join(" ");
    if (this.line.textContent !== text) this.line.textContent = text;
    words.state = name;
  }
}
