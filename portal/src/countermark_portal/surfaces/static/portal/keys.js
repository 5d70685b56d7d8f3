// A key for every verdict: an element with data-key is used by pressing that key, but never while somebody types.
// Keys of one letter can be switched off for good (WCAG 2.1.4): speech input presses letters by accident.
"use strict";

const KEPT = "countermark.keys";
const TYPED = "textarea, select, input:not([type=checkbox]):not([type=radio])";
let on = localStorage.getItem(KEPT) !== "off";

const show = () => {
  for (const button of document.querySelectorAll("[data-keys-switch]")) {
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? "Keys on" : "Keys off";
  }
};

const use = (found) => {
  if (found.matches("textarea, select")) {
    found.focus();
  } else {
    found.click();
  }
};

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-switch]")) {
    on = !on;
    localStorage.setItem(KEPT, on ? "on" : "off");
    show();
  }
});

document.addEventListener("keydown", (event) => {
  const at = event.target;
  const typing = at instanceof HTMLElement && (at.isContentEditable || at.matches(TYPED));
  if (typing) {
    if (event.key === "Escape") {
      at.blur();
    }
    return;
  }
  if (!on || event.repeat || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const wanted = event.key.toLowerCase();
  const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === wanted && !one.disabled);
  if (found) {
    event.preventDefault();
    use(found);
  }
});

show();
