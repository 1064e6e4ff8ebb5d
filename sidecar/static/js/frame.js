export function start(element) {
	if (element.matches("[data-close-registration]")) closes(element);
	else if (element.matches("[data-own-window]")) ownWindow(element);
	else if (element.matches("[role=alert]")) element.focus();
	else if (window.top === window.self && element.getAttribute("href") !== "#main") element.hidden = false;
}

// The window opens at once, lest it be blocked, and goes on by its ticket.
function ownWindow(form) {
	if (window.top === window.self) form.hidden = true;
	form.addEventListener("submit", async (event) => {
		const opened = window.open("", "_blank");
		if (!opened) return;
		event.preventDefault();
		opened.opener = null;
		const [headers, body] = [{ Accept: "application/json" }, new URLSearchParams(new FormData(form))];
		const answered = fetch(form.action, { method: "POST", headers, body }).then((answer) => answer.json());
		const { address } = await answered.catch(() => ({}));
		if (address) return opened.location.replace(new URL(address, location.href));
		opened.close();
		form.submit();
	});
}

// LTI Dynamic Registration: no data, origin unknown, so "*".
function closes(button) {
	button.addEventListener("click", () => {
		(window.opener || window.parent).postMessage({ subject: "org.imsglobal.lti.close" }, "*");
	});
}
