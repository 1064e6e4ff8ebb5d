// The tool says that it is done: back to the list of tools.
const frame = document.querySelector("iframe[name=registration]");
addEventListener("message", (event) => {
  if (event.source !== frame.contentWindow) return;
  let said = event.data;
  if (typeof said === "string") {
    try { said = JSON.parse(said); } catch { return; }
  }
  if (said && said.subject === "org.imsglobal.lti.close") location.assign("/admin");
});
