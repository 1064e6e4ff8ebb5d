// On the diary page: words that only this phone has, as links to the form. Drafts that the server holds end
// here. `data-known-keys`: entries that it has; `data-sent-keys` (optional): those that it has as sent.

import { draftsOf, drop } from "./store.js";
import { empty } from "./fields.js";

export async function start(box) {
  const known = listed(box.dataset.knownKeys);
  const sent = listed(box.dataset.sentKeys);
  const said = document.body.hasAttribute("data-sent-ok") || Boolean(document.querySelector(".said.good"));
  forgetNote();
  for (const draft of await draftsOf(box.dataset.person)) {
    const arrived = draft.sent && (sent.has(draft.key) || (said && known.has(draft.key)));
    if (draft.confirmed || arrived) drop(draft.id);
    else if (!empty(draft.fields)) box.append(offer(box, draft));
  }
}

function listed(text) {
  return new Set((text || "").split(" ").filter(Boolean));
}

// A note answers one sending; coming back here must not make it answer another.
function forgetNote() {
  const url = new URL(location.href);
  if (!url.searchParams.has("note")) return;
  url.searchParams.delete("note");
  history.replaceState(history.state, "", url);
}

function offer(box, draft) {
  const link = document.createElement("a");
  const url = new URL(box.dataset.newUrl, location.href);
  url.searchParams.set("draft", draft.key);
  link.href = url;
  link.className = "item";
  link.textContent = (box.dataset.label || "%s").replace(/%+s/, () => day(draft));
  return link;
}

function day(draft) {
  const [written] = draft.fields.day || [];
  const date = new Date(`${written}T12:00`);
  if (isNaN(date)) return written || "–";
  const form = { weekday: "long", day: "numeric", month: "numeric" };
  return date.toLocaleDateString(document.documentElement.lang || undefined, form);
}
