// The page and what is around it: Moodle's frame, the window that opened us, the first thing to read.

export function start(element) {
  if (element.matches("[data-close-registration]")) closes(element);
  else if (element.matches("[role=alert]")) element.focus();
  else if (alone() && element.getAttribute("href") !== "#main") element.hidden = false;
}

function alone() {
  return window.top === window.self;
}

// LTI Dynamic Registration: the platform listens for this and closes our window itself. It carries no
// data, and we cannot know the platform's origin here: so "*".
function closes(button) {
  button.addEventListener("click", () => {
    (window.opener || window.parent).postMessage({ subject: "org.imsglobal.lti.close" }, "*");
  });
}
