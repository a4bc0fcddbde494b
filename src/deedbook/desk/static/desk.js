// What the page is better with and works without: the slider beside the cut-off, charts opened at their latest end.
"use strict";

for (const box of document.querySelectorAll("[data-end]")) box.scrollLeft = box.scrollWidth;

const field = document.getElementById("as_of");
if (field && field.dataset.first) {
  const day = 86400000;
  const first = Date.parse(field.dataset.first) / day;
  const last = Date.parse(field.dataset.last) / day;
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = first;
  slider.max = last;
  slider.value = field.value ? Date.parse(field.value) / day : last;
  slider.setAttribute("aria-label", "As known by, as a slider");
  const written = () => new Date(slider.value * day).toISOString().slice(0, 10);
  slider.setAttribute("aria-valuetext", written());
  slider.addEventListener("input", () => {
    field.value = Number(slider.value) === last ? "" : written();
    slider.setAttribute("aria-valuetext", written());
  });
  slider.addEventListener("change", () => field.form.requestSubmit());
  field.insertAdjacentElement("afterend", slider);
}

// Fields left empty do not belong in the address.
for (const form of document.querySelectorAll("form[method=get], form:not([method])")) {
  form.addEventListener("submit", () => {
    for (const part of form.elements) if (part.name && part.value === "") part.disabled = true;
  });
  addEventListener("pageshow", () => {
    for (const part of form.elements) part.disabled = false;
  });
}

// A form that changes something is sent once, though the key is struck twice, and only when the desk answers, so that
// nothing typed is lost with the line. A desk that was started anew, or another tab, has another token: it is taken up.
for (const form of document.querySelectorAll("form[method=post]")) {
  let sent = "";
  form.addEventListener("submit", async (event) => {
    if (sent === "asked") { sent = "gone"; return; }
    event.preventDefault();
    if (sent) return;
    sent = "asking";
    const problem = await unready(form);
    if (problem) {
      sent = "";
      say(form, problem);
      return;
    }
    sent = "asked";
    form.requestSubmit(event.submitter);
    if (form.dataset.wait) say(form, form.dataset.wait, "status");
  });
  addEventListener("pageshow", () => {
    sent = "";
    form.querySelector(".waiting")?.remove();
  });
}

async function unready(form) {
  let answer;
  try {
    answer = await fetch("/bring-in", { cache: "no-store", headers: { Accept: "text/html" } });
  } catch {
    return "The desk does not answer: nothing was written. What you typed is still here; send it again when it is back.";
  }
  if (answer.redirected && new URL(form.action).pathname !== "/sign-in") {
    return "You are signed out by now: nothing was written. Sign in in another window, then send this again; what you typed is still here.";
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("[name=csrf]")?.value;
  if (token) form.elements.csrf.value = token;
  return "";
}

function say(form, text, role = "alert") {
  let line = form.querySelector(":scope > .problem");
  if (!line) {
    line = document.createElement("p");
    line.className = "problem";
    form.prepend(line);
  }
  line.classList.toggle("waiting", role === "status");
  line.setAttribute("role", role);
  line.textContent = text;
  line.scrollIntoView({ block: "nearest" });
}

// Files may be dropped anywhere on their form, or on the page: a browser would else leave the page for them.
const drops = [...document.querySelectorAll("[data-drop]")];
if (drops.length) {
  const over = (target) => drops.find((form) => form.contains(target)) ?? drops[0];
  const unmark = () => { for (const form of drops) form.classList.remove("dropping"); };
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    unmark();
    over(event.target).classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) unmark(); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    unmark();
    const field = over(event.target).querySelector("input[type=file]");
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    field.focus();
  });
}

// What draws a chart to explore is fetched only once somebody asks for it.
for (const button of document.querySelectorAll("[data-explore]")) {
  const box = document.getElementById(button.getAttribute("aria-controls"));
  const told = button.parentElement.querySelector("[role=status]");
  const label = button.firstChild.textContent;
  let drawn = null;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    button.firstChild.textContent = open ? "Close the chart to explore" : label;
    box.hidden = !open;
    if (!open || drawn) return;
    told.textContent = "Loading…";
    try {
      const { explore } = await import(button.dataset.module);
      drawn = await explore(box, button.dataset.explore);
      told.textContent = "The chart to explore stands below.";
    } catch (error) {
      told.textContent = `It could not be drawn (${error.message}). The picture and the table are complete without it.`;
      box.hidden = true;
    }
  });
}
