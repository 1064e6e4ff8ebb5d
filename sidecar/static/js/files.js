// A field of photos or voice notes, each with a button that takes it away (`data-away`). When all is ready,
// the field says "files".

import { shrunk } from "./shrink.js";

const working = new Set();

export async function ready() {
  while (working.size) await Promise.all(working);
}

// {field: [file, …]}, or null where there is none.
export function filesOf(form) {
  const fields = [...form.querySelectorAll("[data-files]")].filter((input) => input.files.length);
  return fields.length ? Object.fromEntries(fields.map((input) => [input.name, [...input.files]])) : null;
}

// Adds to what the field has.
export function give(input, files) {
  put(input, [...input.files, ...files]);
  input.dispatchEvent(new Event("change"));
}

export function start(input) {
  const list = made("ul", { className: "photos" });
  let held = []; // {file, item}
  const has = (file) => held.some((one) => ["name", "size", "lastModified"].every((key) => one.file[key] === file[key]));
  const take = async (files) => {
    for (const chosen of files) {
      if (has(chosen)) continue;
      const { small, file } = await shrunk(chosen);
      if (has(file)) continue;
      const one = { file, item: made("li", {}) };
      const button = made("button", { type: "button", className: "button", textContent: input.dataset.away });
      button.addEventListener("click", () => away(one));
      one.item.append(small || seen(file), button);
      held.push(one);
      list.append(one.item);
    }
    settle();
  };
  const away = (one) => {
    held = held.filter((other) => other !== one);
    one.item.remove();
    settle();
    input.focus();
  };
  const settle = () => {
    put(input, held.map((one) => one.file));
    input.dispatchEvent(new Event("files", { bubbles: true }));
  };
  const change = () => {
    const job = take([...input.files]).catch(() => {}).then(() => working.delete(job));
    working.add(job);
  };
  input.parentNode.after(list);
  input.addEventListener("change", change);
  if (input.files.length) change();
}

// An older browser keeps its own choice.
function put(input, files) {
  try {
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    input.files = transfer.files;
  } catch {}
}

function seen(file) {
  const isSound = file.type.startsWith("audio/");
  return isSound ? made("audio", { controls: true, src: URL.createObjectURL(file) }) : file.name;
}

function made(name, more) {
  return Object.assign(document.createElement(name), more);
}
