"use strict";
// Dark or light as the system has it, unless the reader chose otherwise here before.
(() => {
  const root = document.documentElement;
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // The browser keeps nothing.
    }
  };
  const isDark = () => (root.dataset.theme ?? (prefersDark.matches ? "dark" : "light")) === "dark";
  if (kept()) root.dataset.theme = kept();

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const english = root.lang === "en";
    const name = () => {
      button.textContent = isDark() ? (english ? "Light" : "浅色") : english ? "Dark" : "深色";
    };
    button.hidden = false;
    name();
    prefersDark.addEventListener("change", name);
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem("theme", root.dataset.theme);
      } catch {
        // Then it holds for this page only.
      }
      name();
    });
  });

  document.addEventListener("keydown", (event) => {
    const inField = event.target.closest("input, textarea, select");
    if (event.key === "/" && !inField && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      document.querySelector("form.find input")?.focus();
    }
  });
})();
