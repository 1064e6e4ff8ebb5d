// A task card ticks the skills that it brings along (`data-brings="3 7"`), where they can be seen and unticked.
// A card chosen after "I was away" means that there was work.

export function start(tile) {
  tile.addEventListener("change", () => {
    const boxes = [...tile.form.querySelectorAll("input[name=requirements]")];
    const others = [...tile.form.querySelectorAll("[data-brings]:checked")];
    const kept = new Set(others.flatMap(brings));
    for (const box of boxes) {
      if (!brings(tile).includes(box.value)) continue;
      box.checked = tile.checked || kept.has(box.value);
    }
    if (tile.checked) noAbsence(tile.form);
  });
}

function brings(tile) {
  return tile.dataset.brings.split(" ").filter(Boolean);
}

function noAbsence(form) {
  const away = form.querySelector("input[name=kind][value=absence]:checked");
  if (!away) return;
  away.checked = false;
  form.querySelectorAll("input[name=absence_reason]").forEach((one) => (one.checked = false));
}
