// The page and what is around it: Moodle's frame, the window that opened us.

export function start(element) {
  if (element.matches("[data-close-registration]")) closes(element);
  else if (element.matches("[role=alert]")) element.focus();
  else if (window.top === window.self && element.getAttribute("href") !== "#main") element.hidden = false;
}

// LTI Dynamic Registration: the platform closes our window. No data, origin unknown: so "*".
function closes(button) {
  button.addEventListener("click", () => {
    (window.opener || window.parent).postMessage({ subject: "org.imsglobal.lti.close" }, "*");
  });
}
