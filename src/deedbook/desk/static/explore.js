// A chart that can be moved, zoomed and asked, drawn only once somebody wants it. The policy allows no code made of text,
// so expressions are interpreted. Picture and table stay in the page for whoever does not see or point.
import "vendor/vega.min.js";
import "vendor/vega-lite.min.js";
import { expressionInterpreter } from "vendor/vega-interpreter.js";

const { vega, vegaLite } = globalThis;

export async function explore(box, address) {
  const asked = new URL(address, location.href);
  asked.searchParams.set("width", Math.min(4000, Math.max(200, box.clientWidth - 30)));
  const answer = await fetch(asked, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`the desk answered ${answer.status}`);
  const text = await answer.text();
  const { colours, note, left, whole, seen } = JSON.parse(text).usermeta;
  // By the page's variables, so that the chart follows it into the dark.
  const named = text.replace(/#[0-9a-f]{6}\b/g, (hex) => (colours[hex] ? `var(--c-${colours[hex]})` : hex));
  const spec = JSON.parse(named);
  delete spec.title;
  const stage = document.createElement("div");
  stage.className = "stage";
  box.replaceChildren(stage);
  if (spec.spec) spec.spec.width = Math.max(120, stage.clientWidth - 30 - (left || 0));
  const view = new vega.View(vega.parse(vegaLite.compile(spec).spec, null, { ast: true }), {
    renderer: "svg",
    container: stage,
    expr: expressionInterpreter,
    loader: local(),
    tooltip: tip(box),
  });
  await view.runAsync();
  // Instead of what Vega says of its container: one picture with one name.
  stage.setAttribute("role", "img");
  stage.removeAttribute("aria-roledescription");
  stage.firstElementChild.setAttribute("aria-hidden", "true");
  stage.setAttribute("aria-label", `${spec.description} Each mark leads to its sentence; the same stands in the table.`);
  box.prepend(buttons(view, whole, seen));
  if (note) {
    const line = document.createElement("p");
    line.className = "quiet";
    line.textContent = note;
    box.append(line);
  }
  return view;
}

// Nothing is fetched but the specification, and marks lead nowhere but into the desk.
function local() {
  const loader = vega.loader();
  loader.load = () => Promise.reject(new Error("a chart fetches nothing"));
  loader.sanitize = (uri) =>
    /^[/#](?![/\\])/.test(uri) ? Promise.resolve({ href: uri }) : Promise.reject(new Error("a mark leads into the desk"));
  return loader;
}

function tip(box) {
  const shown = document.createElement("div");
  shown.className = "tip";
  shown.hidden = true;
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") shown.hidden = true; });
  return (handler, event, item, value) => {
    shown.hidden = !value;
    if (!value) return;
    box.append(shown);
    shown.replaceChildren(
      ...["what", "when", "said", "source"].filter((name) => item.datum[name]).map((name) => {
        const line = document.createElement("p");
        line.className = name;
        line.textContent = name === "said" ? `“${item.datum[name]}”` : item.datum[name];
        return line;
      }),
    );
    const [within, size] = [box.getBoundingClientRect(), shown.getBoundingClientRect()];
    const left = Math.min(Math.max(0, event.clientX - within.left + 14), within.width - size.width);
    shown.style.left = `${Math.max(0, left)}px`;
    shown.style.top = `${event.clientY - within.top + 18}px`;
  };
}

// What dragging and the wheel do, for a key or a tap. "All of it" is the scale's own domain, before anything was moved.
function buttons(view, whole, seen) {
  const line = document.createElement("p");
  line.className = "steer";
  const axis = Object.keys(view.getState().signals).find((name) => /^zoom_(day|place)$/.test(name));
  if (String(seen) !== String(whole)) view.signal(axis, seen).runAsync();
  const range = () => (view.signal(axis) || whole).map(Number);
  const moves = {
    "Closer": ([from, to]) => [from + (to - from) / 4, to - (to - from) / 4],
    "Wider": ([from, to]) => [from - (to - from) / 2, to + (to - from) / 2],
    "Back": ([from, to]) => [from - (to - from) / 3, to - (to - from) / 3],
    "On": ([from, to]) => [from + (to - from) / 3, to + (to - from) / 3],
    "All of it": () => whole.map(Number),
  };
  for (const [name, move] of Object.entries(moves)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => view.signal(axis, move(range())).runAsync());
    line.append(button);
  }
  const how = document.createElement("span");
  how.className = "quiet";
  how.textContent = "or drag to move; Ctrl and the wheel zoom";
  line.append(how);
  return line;
}
