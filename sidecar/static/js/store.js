// Drafts on this phone: IndexedDB, or localStorage (words only) where that is blocked, hangs or is full.
// {id, person, key, revision, fields, files, at, confirmed, sent}; `confirmed`: the server has these words.

const TABLE = "drafts";
const PREFIX = "valo.draft.";
const PATIENCE = 1500; // ms; in Safari 14 and 15 IndexedDB may never open
const LIFE = 60 * 24 * 3600 * 1000;

let opening = null;
const waiting = new Map(); // on their way

// Says whether it was kept.
export async function put(draft) {
	waiting.set(draft.id, draft);
	const kept = await inTable("readwrite", (table) => table.put(draft));
	if (waiting.get(draft.id) === draft) waiting.delete(draft.id);
	if (!kept) return putAside(draft);
	takeAside(draft.id, draft.at);
	return true;
}

// A person's drafts, the newest first. Too old ones, of anybody, are dropped.
export async function draftsOf(person) {
	const found = new Map();
	const table = await inTable("readonly", (rows) => rows.getAll());
	for (const draft of [...((table && table.result) || []), ...aside()]) {
		const other = found.get(draft.id);
		if (Date.now() - draft.at > LIFE) drop(draft.id);
		else if (draft.person === person && !(other && other.at >= draft.at)) found.set(draft.id, draft);
	}
	return [...found.values()].sort((a, b) => b.at - a.at);
}

export async function drop(id) {
	takeAside(id, Infinity);
	await inTable("readwrite", (table) => table.delete(id));
}

// The page goes: what IndexedDB has not answered for is written at once.
window.addEventListener("pagehide", () => waiting.forEach(putAside));

async function inTable(mode, work) {
	const database = await (opening = opening || open());
	return new Promise((resolve) => {
		try {
			const transaction = database.transaction(TABLE, mode);
			const request = work(transaction.objectStore(TABLE));
			transaction.oncomplete = () => resolve(request);
			transaction.onerror = transaction.onabort = () => resolve(null);
		} catch {
			if (database) opening = null; // the browser closed it
			resolve(null);
		}
	});
}

function open() {
	return new Promise((resolve) => {
		setTimeout(resolve, PATIENCE);
		try {
			const request = indexedDB.open("valo", 1);
			request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: "id" });
			request.onerror = request.onblocked = () => resolve();
			request.onsuccess = () => {
				request.result.onversionchange = () => request.result.close();
				resolve(request.result);
			};
		} catch {
			resolve();
		}
	});
}

function putAside(draft) {
	try {
		localStorage.setItem(PREFIX + draft.id, JSON.stringify({ ...draft, files: null }));
		return !draft.files;
	} catch {
		return false;
	}
}

function takeAside(id, at) {
	const old = aside().find((draft) => draft.id === id);
	if (old && old.at <= at) localStorage.removeItem(PREFIX + id);
}

function aside() {
	try {
		const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
		return names.map((name) => JSON.parse(localStorage.getItem(name)));
	} catch {
		return []; // blocked
	}
}
