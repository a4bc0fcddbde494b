// The review queue by keyboard. Every key can be switched off; none works while text is being typed.
"use strict";

const form = document.getElementById("verdict");
const KEYS = {
  Enter: ["Write it down and go on", () => document.getElementById("accept").click()],
  x: ["Reject", () => press("x")],
  s: ["Swap who acts and towards whom", () => press("s")],
  t: ["Go to the kind of act", () => focusOn("event_type")],
  f: ["Go to how far it got", () => focusOn("status")],
  a: ["Go to who acts", () => focusOn("actor")],
  r: ["Go to towards whom", () => focusOn("recipient")],
  p: ["Is so, or is denied", toggle],
  n: ["Go to the note", () => focusOn("note")],
  w: ["Choose words", words],
  j: ["Skip to the next", () => go(form.dataset.next)],
  k: ["Back to the one before", () => go(form.dataset.previous)],
  u: ["Undo the last decision", () => press("u")],
  "?": ["This list", help],
};
const ROLES = { a: ["actor", "who acts"], r: ["recipient", "towards whom"], c: ["cue", "what happened"], o: ["object", "what it is about"] };
const off = new Set(JSON.parse(localStorage.getItem("deedbook-keys-off") || "[]"));

const press = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.click();
const focusOn = (name) => document.getElementById(`v-${name}`)?.focus();
const go = (where) => { if (where) location.assign(where); };

function made(name, text = "", more = {}) {
  const node = document.createElement(name);
  node.textContent = text;
  for (const [key, value] of Object.entries(more)) node.setAttribute(key, value);
  return node;
}

function toggle() {
  const field = document.getElementById("v-polarity");
  field.value = field.value === "positive" ? "negative" : "positive";
  field.focus();
}

function typing(target) {
  return target.matches("input:not([type=checkbox]), textarea") || target.isContentEditable;
}

document.addEventListener("keydown", (event) => {
  if (!form || event.ctrlKey || event.metaKey || event.altKey || event.repeat || document.querySelector("dialog[open]")) return;
  const target = event.target;
  if (event.key === "Escape" && (typing(target) || target.matches("select"))) { target.blur(); return; }
  if (off.has(event.key) || !(event.key in KEYS)) return;
  if (event.key === "Enter") {
    // On a link or a button Enter means that one.
    if (target.matches("a, button, summary") || !(target === document.body || target.matches("main") || form.contains(target))) return;
  } else if (typing(target) || target.matches("select")) return;
  event.preventDefault();
  KEYS[event.key][1]();
});

// A key that is switched off is not shown as one.
function hints() {
  for (const node of document.querySelectorAll("[data-key]")) node.classList.toggle("mute", off.has(node.dataset.key));
  for (const node of document.querySelectorAll("[data-hint]")) node.hidden = off.has(node.dataset.hint);
}

function help() {
  const dialog = made("dialog", "", { "aria-labelledby": "keys-h" });
  const list = made("ul");
  const boxes = Object.entries(KEYS).map(([key, [what]]) => {
    const line = made("li");
    const label = made("label");
    const box = made("input", "", { type: "checkbox" });
    box.checked = !off.has(key);
    box.addEventListener("change", () => switched(key, box.checked));
    label.append(box, " ", made("kbd", key), ` ${what}`);
    line.append(label);
    list.append(line);
    return [key, box];
  });
  const every = (on) => () => { for (const [key, box] of boxes) { box.checked = on; switched(key, on); } };
  const row = made("p", "", { class: "keys" });
  for (const [text, then] of [["All on", every(true)], ["All off", every(false)], ["Close", () => dialog.close()]]) {
    const button = made("button", text, { type: "button" });
    button.addEventListener("click", then);
    row.append(button);
  }
  dialog.append(made("h2", "Keys", { id: "keys-h" }), made("p", "Switch off what is in your way; this browser remembers it.", { class: "quiet" }), list, row);
  dialog.addEventListener("close", () => { dialog.remove(); document.getElementById("help").focus(); });
  document.body.append(dialog);
  dialog.showModal();
}

function switched(key, on) {
  on ? off.delete(key) : off.add(key);
  localStorage.setItem("deedbook-keys-off", JSON.stringify([...off]));
  hints();
}

// Spans: the words around the event are walked with the arrows, stretched with Shift, and taken with a letter. The desk
// says where each word stands, since what is shown for a hidden character is longer than it.
function words() {
  const block = document.querySelector("[data-words]");
  const found = block ? JSON.parse(block.dataset.words) : [];
  if (!found.length) return;
  const dialog = made("dialog", "", { class: "words", "aria-labelledby": "words-h" });
  const line = made("p", "", { tabindex: "0", role: "textbox", "aria-readonly": "true", "aria-label": "The words around the event" });
  const told = made("p", "", { role: "status" });
  const row = made("p", "", { class: "keys" });
  let from = Math.max(0, found.findIndex(([, end]) => end > Number(block.dataset.at)));
  let to = from;
  const text = (first, last) => found.slice(first, last).map(([, , word]) => word).join(" ");
  const drawn = () => {
    line.replaceChildren();
    line.append(text(0, from), from ? " " : "", made("mark", text(from, to + 1)), to + 1 < found.length ? " " : "", text(to + 1));
    told.textContent = `Chosen: ${text(from, to + 1)}`;
  };
  const taken = (key) => {
    const [role, called] = ROLES[key];
    choose(role, called, `${found[from][0]}-${found[to][1]}`, text(from, to + 1));
    told.textContent = `Taken as ${called}: ${text(from, to + 1)}`;
  };
  line.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key];
    if (step) {
      event.preventDefault();
      to = Math.max(event.shiftKey ? from : 0, Math.min(found.length - 1, to + step));
      if (!event.shiftKey) from = to;
      drawn();
    } else if (event.key in ROLES && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      taken(event.key);
    }
  });
  for (const [key, [, called]] of Object.entries(ROLES)) {
    const button = made("button", called, { type: "button", "data-key": key });
    button.addEventListener("click", () => { taken(key); line.focus(); });
    row.append(button);
  }
  const done = made("button", "Done", { type: "button", class: "main" });
  done.addEventListener("click", () => dialog.close());
  row.append(done);
  dialog.append(
    made("h2", "Words", { id: "words-h" }),
    made("p", "The arrows move, Shift and arrows stretch. A letter says what the words are; Escape goes back.", { class: "quiet" }),
    line, told, row,
  );
  dialog.addEventListener("close", () => { dialog.remove(); document.getElementById("main").focus(); });
  document.body.append(dialog);
  drawn();
  dialog.showModal();
  line.focus();
}

// Words that were chosen stand in the form, where they can be let go of again, until it is sent.
function choose(role, called, place, said) {
  document.getElementById(`chosen-${role}`)?.remove();
  const item = made("li", `Words of ${called}: “${said}” `, { id: `chosen-${role}` });
  const back = made("button", "Let go", { type: "button" });
  back.addEventListener("click", () => { item.remove(); document.getElementById("words").focus(); });
  item.append(made("input", "", { type: "hidden", name: `${role}_words`, value: place }), back);
  document.getElementById("chosen").append(item);
}

for (const [id, then] of [["help", help], ["words", words]]) {
  const button = document.getElementById(id);
  if (button) {
    button.hidden = false;
    button.addEventListener("click", then);
  }
}
hints();
