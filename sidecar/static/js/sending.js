// One POST, whatever comes of it: {status, url, text}; status 0 where nobody answered.

export function post(url, body, { accept = "text/html", patience, progress = () => {} }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.timeout = patience; // ms
    request.setRequestHeader("Accept", accept);
    request.upload.onprogress = (e) => progress(Math.round((100 * e.loaded) / (e.total || 1)));
    request.onloadend = () => resolve({ status: request.status, url: request.responseURL, text: request.responseText });
    request.send(body);
  });
}

// A form with its files; `progress(percent)` hears how far it is.
export function send(form, button, progress) {
  const body = new FormData(form);
  if (button && button.name) body.append(button.name, button.value);
  return post(form.action, body, { patience: 300000, progress });
}

// The browser's own way: it shows the page that answers.
export function leave(form, { name, value }) {
  if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  form.submit();
}
