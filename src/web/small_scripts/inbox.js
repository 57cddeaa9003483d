// The inbox by keyboard: j and k move between the requests, x selects the one that has the focus, a and d lead to the button
// that approves and to the reason for a denial: of the selected requests, or of the one that has the focus where none is
// selected. Enter follows a link or presses a button, as everywhere. Nothing here is needed: the same is done with Tab, Space
// and Enter.
const rows = [...document.querySelectorAll("#decisions > li")];
const link = (row) => row.querySelector(".row-text a");
const box = (row) => row.querySelector("input[type=checkbox]");
const isTyping = (target) => target.matches("textarea, select, input:not([type=checkbox])") || target.isContentEditable;

document.getElementById("inbox-keys")?.removeAttribute("hidden");

/** Whether the key did something. */
const act = (key) => {
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = { j: rows[Math.min(at + 1, rows.length - 1)], k: rows[Math.max(at - 1, 0)] }[key];
  if (next) {
    link(next).focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
  if (key === "x" && at >= 0) {
    box(rows[at]).click();
    return true;
  }
  if (key !== "a" && key !== "d") return false;
  if (at >= 0 && !rows.some((row) => box(row).checked)) box(rows[at]).click();
  return verdict(key);
};

/** The place where the selected requests are decided, one press before it is done. */
const verdict = (key) => {
  const panel = document.getElementById("decide");
  const place = panel?.querySelector(key === "a" ? "button[value=approve]" : "textarea");
  if (!place) return false;
  place.closest("details")?.setAttribute("open", "");
  place.focus();
  return true;
};

// Before the palette, which moves by the same keys on pages that have one and once it is awake.
document.addEventListener(
  "keydown",
  (event) => {
    const withOthers = event.ctrlKey || event.metaKey || event.altKey;
    if (withOthers || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (act(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    }
  },
  { capture: true },
);
