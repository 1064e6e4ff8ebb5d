// Sends the one form of the page; without scripts its button does.
document.querySelector("form[data-send]").submit();
