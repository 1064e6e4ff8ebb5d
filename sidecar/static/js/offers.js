// Links to what only this phone has; what the server has (`data-known-keys`, `data-sent-keys`) ends here.

import { draftsOf, drop } from "./store.js";
import { empty } from "./fields.js";

export async function start(box) {
  const listed = (text) => (text || "").split(" ");
  const [known, sent] = [listed(box.dataset.knownKeys), listed(box.dataset.sentKeys)];
  const said = Boolean(document.querySelector(".said.good"));
  forgetNote();
  for (const draft of await draftsOf(box.dataset.person)) {
    const arrived = draft.sent && (sent.includes(draft.key) || (said && known.includes(draft.key)));
    if ((draft.confirmed && !draft.files) || arrived) drop(draft.id);
    else if (draft.files || !empty(draft.fields)) box.append(offer(box, draft));
  }
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
  const textContent = box.dataset.label.replace(/%+s/, () => day(draft));
  return Object.assign(document.createElement("a"), { href: url, className: "item", textContent });
}

function day(draft) {
  const [written] = draft.fields.day || [];
  const date = new Date(`${written}T12:00`);
  if (isNaN(date)) return written || "–";
  const form = { weekday: "long", day: "numeric", month: "numeric" };
  return date.toLocaleDateString(document.documentElement.lang, form);
}
