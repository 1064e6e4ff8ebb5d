// The form that takes the answer to the platform sends itself; its button stays for pages without scripts.

export function start(form) {
  form.submit();
}
