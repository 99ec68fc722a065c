"use strict";
// Findings that are folded on the screen are printed, and unfold where a sign in the text leads to them.
const folded = document.querySelectorAll("details.check:not([open])");
window.addEventListener("beforeprint", () => folded.forEach((part) => { part.open = true; }));

function unfoldTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const around = target?.closest("details:not([open])");
  if (!around) return;
  around.open = true;
  target.scrollIntoView();
}
window.addEventListener("hashchange", unfoldTarget);
unfoldTarget();
