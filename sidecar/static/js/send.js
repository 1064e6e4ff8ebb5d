// The form with the answer to the platform sends itself; its button is for pages without scripts.

export function start(form) {
  form.submit();
}
