// A form's words as {name: [value, …]}, and back. Hidden fields belong to the page that was served.

const SKIPPED = ["file", "hidden", "submit", "button", "fieldset"];

function words(form) {
	return [...form.elements].filter((element) => element.name && !SKIPPED.includes(element.type));
}

function ticks(element) {
	return element.type === "checkbox" || element.type === "radio";
}

// `served`: as the page came, before anybody typed.
export function read(form, { served = false } = {}) {
	const fields = {};
	for (const element of words(form)) {
		const values = (fields[element.name] = fields[element.name] || []);
		if (!ticks(element)) values.push((served ? element.defaultValue : element.value) || "");
		else if (served ? element.defaultChecked : element.checked) values.push(element.value);
	}
	return fields;
}

export function write(form, fields) {
	for (const element of words(form)) {
		const values = fields[element.name];
		if (!values) continue;
		const isTick = ticks(element);
		if (isTick) element.checked = values.includes(element.value);
		else element.value = values[0] || "";
		const folded = element[isTick ? "checked" : "value"] && element.closest("details");
		if (folded) folded.open = true;
	}
}

// The server trims text and writes 6,50 as 6.5: such differences are none.
export function same(one, other) {
	return Object.keys({ ...one, ...other }).every((name) => plain(one[name]) === plain(other[name]));
}

export function empty(fields) {
	return Object.keys(fields).every((name) => name === "day" || plain(fields[name]) === "");
}

function plain(values) {
	return (values || []).map(plainOne).filter(Boolean).sort().join("\u0000");
}

function plainOne(value) {
	const text = value.replace(/\r\n?/g, "\n").trim();
	return /^\d+[.,]?\d*$/.test(text) ? String(Number(text.replace(",", "."))) : text;
}
