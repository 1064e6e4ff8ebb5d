// The coach's desk by keyboard: j next, k previous, a approve, r ask for more; Ctrl+Enter in the answer
// approves. Letters count only outside of fields and without Ctrl, Alt or Cmd. `[data-key-off]`, a
// checkbox or a button, turns the letters off on this machine (WCAG 2.1.4).

const PLACE = "valo.keys";
const FIELD = "textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])";

export function start(desk) {
  const one = (selector) => desk.querySelector(selector);
  const actions = {
    j: () => step(desk, 1),
    k: () => step(desk, -1),
    a: () => press(one("[data-key-approve]")),
    r: () => goto(answer(desk) || one("[data-key-return]")),
  };
  const off = toggles(desk);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.repeat || event.isComposing) return;
    if (sends(event) && event.target === answer(desk)) return done(event, actions.a);
    if (event.ctrlKey || event.altKey || event.metaKey || off() || event.target.closest(FIELD)) return;
    if (Object.keys(actions).includes(event.key)) done(event, actions[event.key]);
  });
}

function sends(event) {
  return event.key === "Enter" && (event.ctrlKey || event.metaKey);
}

function done(event, action) {
  if (action()) event.preventDefault();
}

function answer(desk) {
  const button = desk.querySelector("[data-key-approve], [data-key-return]");
  return button && button.form && button.form.querySelector("textarea");
}

function step(desk, by) {
  const links = [...desk.querySelectorAll("[data-list] a")];
  const focused = links.indexOf(document.activeElement);
  const here = focused >= 0 ? focused : links.findIndex((a) => a.hasAttribute("aria-current"));
  return press(links[here < 0 ? 0 : here + by]);
}

function press(element) {
  if (!element) return false;
  element.focus();
  element.click();
  return true;
}

function goto(element) {
  if (element) element.focus();
  return Boolean(element);
}

function toggles(desk) {
  const control = desk.querySelector("[data-key-off]") || document.querySelector("[data-key-off]");
  let off = stored();
  const box = control && control.type === "checkbox";
  const show = () => {
    if (box) control.checked = off;
    else if (control) control.setAttribute("aria-pressed", String(off));
  };
  if (control) {
    show();
    control.addEventListener(box ? "change" : "click", () => {
      off = box ? control.checked : !off;
      show();
      keep(off);
    });
  }
  return () => off;
}

function stored() {
  try {
    return localStorage.getItem(PLACE) === "off";
  } catch {
    return false;
  }
}

function keep(off) {
  try {
    localStorage.setItem(PLACE, off ? "off" : "on");
  } catch {
    // Storage is blocked: the choice lasts until the page is left.
  }
}
