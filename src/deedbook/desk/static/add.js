// Words of the passage that are marked with the mouse, or by keyboard where the browser allows it, fill the field in use.
"use strict";

const passage = document.getElementById("passage");
const fields = ["v-words", "v-about"].map((id) => document.getElementById(id));
let last = fields[0];

for (const field of fields) field?.addEventListener("focus", () => { last = field; });

function take() {
  const marked = document.getSelection();
  if (!last || !marked || marked.isCollapsed || !passage.contains(marked.anchorNode) || !passage.contains(marked.focusNode)) return;
  last.value = marked.toString().trim().replace(/\s+/g, " ");
}

passage.addEventListener("mouseup", take);
passage.addEventListener("touchend", take);
passage.addEventListener("keyup", take);
document.getElementById("marking")?.removeAttribute("hidden");
