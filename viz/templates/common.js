"use strict";
// Shared by all pages: their data, the language switch, and elements built from text (never from markup).
window.addEventListener("error", (event) => {
  document.documentElement.dataset.error = event.message;
});

const data = JSON.parse(document.getElementById("data").textContent);
const languageListeners = [];
const english = () => document.documentElement.lang === "en";
const thousands = (number) => number.toLocaleString("en");
const say = (zh, en) => (english() ? en : zh);

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    document.documentElement.lang = button.dataset.language;
    for (const other of document.querySelectorAll("[data-language]")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    translateAttributes();
    languageListeners.forEach((listener) => listener());
  });
}

function translateAttributes() {
  for (const element of document.querySelectorAll("[data-zh]")) {
    const words = say(element.dataset.zh, element.dataset.en);
    if (element.tagName === "INPUT") element.placeholder = words;
    element.setAttribute("aria-label", words);
    if (element.tagName === "BUTTON") element.title = words;
  }
}
translateAttributes();

/** A new element with a class, text and any further children. */
function make(tag, className, text, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = text;
  element.append(...children);
  return element;
}

function quotes(sentences) {
  return sentences.map((sentence) => make("blockquote", "quote", sentence));
}

function definitions(rows) {
  const list = make("dl");
  for (const [zh, en, value, valueEn = value] of rows) list.append(make("dt", "", say(zh, en)), make("dd", "", say(value, valueEn)));
  return list;
}
