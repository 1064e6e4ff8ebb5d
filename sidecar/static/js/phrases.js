// Ready phrases: a press adds the words to the text; the focus stays.

export function start(button) {
  const area = document.getElementById(button.dataset.for);
  if (!area) return;
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => add(area, button.dataset.phrase));
}

function add(area, phrase) {
  const before = area.value.replace(/ +$/, "");
  const gap = before && !before.endsWith("\n") ? " " : "";
  const words = before + gap + phrase;
  if (area.maxLength > 0 && words.length > area.maxLength) return;
  area.value = words;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
