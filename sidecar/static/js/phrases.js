// Ready phrases: a press adds the words to the text; the focus stays.

export function start(button) {
  const area = document.getElementById(button.dataset.for);
  if (!area) return;
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const words = area.value.replace(/([^\n ]) *$/, "$1 ") + button.dataset.phrase;
    if (area.maxLength > 0 && words.length > area.maxLength) return;
    area.value = words;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
