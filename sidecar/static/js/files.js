// A field of photos or voice notes, each with a button that takes it away (`data-away`). When all is ready,
// the field says "files". With `data-files="up"` they go up by themselves (autosave.js).

import { shrunk } from "./shrink.js";

export const working = new Set();
const held = []; // {input, file, item, id, stays}; `id`: the server has it
let moves = true;

export async function ready() {
	while (working.size) await new Promise((end) => setTimeout(end, 50));
}

export function next() {
	return moves && held.find((one) => one.input.dataset.files && !one.id && !one.stays);
}

// {field: [file, …]}, or null where there is none.
export function filesOf(form) {
	const fields = [...form.querySelectorAll("[data-files]")].filter((input) => input.files.length);
	return fields.length ? Object.fromEntries(fields.map((input) => [input.name, [...input.files]])) : null;
}

export function give(input, files) {
	put(input, [...input.files, ...files]);
	input.dispatchEvent(new Event("change"));
}

export function start(input) {
	const list = made("ul", { className: "photos" });
	const has = (file) => held.some((one) => ["name", "size", "lastModified"].every((key) => one.file[key] === file[key]));
	const take = async (files) => {
		for (const chosen of files) {
			if (has(chosen)) continue;
			const { small, file } = await shrunk(chosen);
			if (has(file)) continue;
			const one = { input, file, item: made("li", {}) };
			const button = made("button", { type: "button", className: "button", textContent: input.dataset.away });
			button.addEventListener("click", () => away(one));
			one.kept = (id) => {
				one.id = id;
				held.includes(one) ? rest() : gone(one);
			};
			one.item.append(small || seen(file), button);
			held.push(one);
			list.append(one.item);
		}
		settle();
	};
	const away = (one) => {
		held.splice(held.indexOf(one), 1);
		one.item.remove();
		gone(one);
		input.focus();
	};
	const gone = (one) => {
		if (one.id) list.after(made("input", { type: "hidden", name: "away", value: one.id }));
		settle();
	};
	const rest = () => put(input, held.filter((one) => one.input === input && !one.id).map((one) => one.file));
	const settle = () => {
		rest();
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
	} catch {
		moves = false;
	}
}

function seen(file) {
	const isSound = file.type.startsWith("audio/");
	return isSound ? made("audio", { controls: true, src: URL.createObjectURL(file) }) : file.name;
}

export function made(name, more) {
	return Object.assign(document.createElement(name), more);
}
