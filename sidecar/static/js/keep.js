// The platform's frame keeps a value for us (LTI postMessage storage); after a second we go on without.

// A form with the answer to the platform sends itself; its button is for pages without scripts.
export function start(element) {
	if (element.matches("[data-send]")) return element.submit();
	const { keep: key, value, frame, origin } = element.dataset;
	const subject = value ? "lti.put_data" : "lti.get_data";
	const around = window.opener || window.parent;
	const goOn = (kept) => {
		if (value) return location.replace(element.href);
		if (kept) element.elements.stored.value = kept;
		element.submit();
	};
	const timer = setTimeout(goOn, 1000);
	addEventListener("message", ({ origin: from, data }) => {
		if (from !== origin || data?.subject !== subject + ".response" || data.message_id !== key) return;
		clearTimeout(timer);
		goOn(data.value);
	});
	const target = frame === "_parent" ? around : around.frames[frame] || around;
	target.postMessage({ subject, message_id: key, key, value }, origin);
}
