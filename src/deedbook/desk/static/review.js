// The review queue by keyboard. Every key can be switched off; none works while text is being typed.
"use strict";

const form = document.getElementById("verdict");
const KEYS = {
  Enter: ["Write it down and go on", () => document.getElementById("accept").click()],
  x: ["Reject", () => press("x")],
  s: ["Swap actor and recipient", () => press("s")],
  t: ["Go to the type", () => focusOn("event_type")],
  f: ["Go to the status (how far)", () => focusOn("status")],
  a: ["Go to the actor", () => focusOn("actor")],
  r: ["Go to the recipient", () => focusOn("recipient")],
  p: ["Denied or not", toggle],
  n: ["Go to the note", () => document.getElementById("v-note").focus()],
  j: ["Skip to the next", () => go(form.dataset.next)],
  k: ["Back to the one before", () => go(form.dataset.previous)],
  u: ["Undo the last decision", () => press("u")],
  w: ["Words: choose them with the arrows, then a or r", words],
  "?": ["This list", help],
};
const off = new Set(JSON.parse(localStorage.getItem("deedbook-keys-off") || "[]"));
let sent = false;

const press = (key) => document.querySelector(`[data-key="${key}"]`)?.click();
const focusOn = (name) => document.getElementById(`v-${name}`)?.focus();
const go = (where) => { if (where) location.assign(where); };

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

// Sent once, though the key is struck twice; and only when the desk answers, so that nothing typed is lost with the line.
form?.addEventListener("submit", async (event) => {
  if (sent === "asked") { sent = true; return; }
  event.preventDefault();
  if (sent) return;
  sent = true;
  try {
    await fetch("/review.json?only=mine", { method: "HEAD", cache: "no-store" });
  } catch {
    sent = false;
    say("The desk does not answer: nothing was written. What you typed is still here; send it again when it is back.");
    return;
  }
  sent = "asked";
  form.requestSubmit(event.submitter);
});
addEventListener("pageshow", () => { sent = false; });

function say(text) {
  let line = document.getElementById("said");
  if (!line) {
    line = document.createElement("p");
    line.id = "said";
    line.className = "problem";
    line.setAttribute("role", "alert");
    form.prepend(line);
  }
  line.textContent = text;
}

function help() {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "keys-h");
  const title = document.createElement("h2");
  title.id = "keys-h";
  title.textContent = "Keys";
  const list = document.createElement("ul");
  for (const [key, [what]] of Object.entries(KEYS)) {
    const line = document.createElement("li");
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = !off.has(key);
    box.disabled = key === "?";
    box.addEventListener("change", () => {
      box.checked ? off.delete(key) : off.add(key);
      localStorage.setItem("deedbook-keys-off", JSON.stringify([...off]));
    });
    const name = document.createElement("kbd");
    name.textContent = key;
    label.append(box, " ", name, ` ${what}`);
    line.append(label);
    list.append(line);
  }
  const close = document.createElement("button");
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(title, list, close);
  dialog.addEventListener("close", () => { dialog.remove(); document.getElementById("help").focus(); });
  document.body.append(dialog);
  dialog.showModal();
}
document.getElementById("help")?.addEventListener("click", help);

// Spans: the words of the sentence are walked with the arrows, stretched with Shift, and taken with a letter.
function words() {
  const block = document.querySelector(".case blockquote");
  const text = block.textContent;
  const found = [...text.matchAll(/\S+/g)].map((match) => [match.index, match.index + match[0].length]);
  if (!found.length) return;
  const dialog = document.createElement("dialog");
  dialog.className = "words";
  dialog.setAttribute("aria-labelledby", "words-h");
  const title = document.createElement("h2");
  title.id = "words-h";
  title.textContent = "Words";
  const how = document.createElement("p");
  how.textContent = "Arrows move, Shift and arrows stretch; a: the actor, r: the recipient, c: what happened, o: what. Escape ends.";
  const line = document.createElement("p");
  line.tabIndex = 0;
  line.setAttribute("role", "textbox");
  line.setAttribute("aria-readonly", "true");
  line.setAttribute("aria-label", "The sentence");
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  let from = 0;
  let to = 0;
  const drawn = () => {
    line.replaceChildren();
    const [start, end] = [found[from][0], found[to][1]];
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    line.append(text.slice(0, start), mark, text.slice(end));
    told.textContent = `Chosen: ${text.slice(start, end)}`;
  };
  const roles = { a: "actor", r: "recipient", c: "cue", o: "object" };
  line.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key];
    if (step) {
      event.preventDefault();
      to = Math.max(event.shiftKey ? from : 0, Math.min(found.length - 1, to + step));
      if (!event.shiftKey) from = to;
      drawn();
    } else if (event.key in roles) {
      event.preventDefault();
      const name = `${roles[event.key]}_words`;
      let field = form.elements[name];
      if (!field) {
        field = document.createElement("input");
        field.type = "hidden";
        field.name = name;
        form.append(field);
      }
      // Code points, as the ledger counts them, not UTF-16 units.
      const points = (upTo) => Number(block.dataset.start) + [...text.slice(0, upTo)].length;
      field.value = `${points(found[from][0])}-${points(found[to][1])}`;
      told.textContent = `${roles[event.key]}: ${text.slice(found[from][0], found[to][1])}. Enter on the page writes it down.`;
    }
  });
  dialog.append(title, how, line, told);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  drawn();
  dialog.showModal();
  line.focus();
}
