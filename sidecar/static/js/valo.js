// Each module is fetched only where its data attribute is found; one that does not arrive stops no other.
// Pages work without all this.

const MODULES = [
  [".back-to-course, [data-close-registration], [data-own-window], [role=alert][tabindex]", () => import("./frame.js")],
  ["form[data-send]", () => import("./send.js")],
  ["[data-keep]", () => import("./keep.js")],
  ["[data-files]", () => import("./files.js")],
  ["[data-record]", () => import("./record.js")],
  ["form[data-draft]", () => import("./draft.js")],
  ["[data-draft-offers]", () => import("./offers.js")],
  ["[data-keys]", () => import("./keys.js")],
  ["[data-brings], [data-filter]", () => import("./cards.js")],
  ["[data-speak]", () => import("./speak.js")],
  ["[data-phrase]", () => import("./phrases.js")],
];

for (const [selector, load] of MODULES) {
  const found = document.querySelectorAll(selector);
  if (found.length) load().then((module) => found.forEach(module.start)).catch(() => {});
}
