// One POST, whatever comes of it: {status, url, text}; status 0 where nobody answered.

export function post(url, body, { patience, accept = "text/html", progress = () => {} }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.timeout = patience; // ms
    request.setRequestHeader("Accept", accept);
    request.upload.onprogress = (e) => progress(Math.round((100 * e.loaded) / e.total));
    request.onloadend = () => resolve({ status: request.status, url: request.responseURL, text: request.responseText });
    request.send(body);
  });
}
