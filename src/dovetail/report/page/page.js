"use strict";
// The filter: what is searched for is kept in the part of the address behind "#", which a file opened from disk has too.
const form = document.getElementById("filter");
const entries = [...document.querySelectorAll(".entry")];
const rows = [...document.querySelectorAll(".matrix tbody tr")];
const told = document.getElementById("told");

const fold = (text) => text.toLocaleLowerCase();
const texts = new Map([...entries, ...rows].map((each) => [each, fold(each.textContent)]));

function wanted() {
  const data = new FormData(form);
  return { q: data.get("q").trim(), port: data.get("port"), state: data.getAll("state") };
}

function show() {
  const { q, port, state } = wanted();
  const words = fold(q).split(/\s+/).filter(Boolean);
  const holds = (each) => words.every((word) => texts.get(each).includes(word)) && (!port || each.dataset.port === port);
  let shown = 0;
  for (const each of entries) {
    each.hidden = !(holds(each) && state.includes(each.dataset.state));
    shown += each.hidden ? 0 : 1;
  }
  for (const each of rows) each.hidden = !holds(each);
  told.textContent = `${shown} of ${entries.length} findings shown`;
}

function remember() {
  const { q, port, state } = wanted();
  const kept = new URLSearchParams();
  if (q) kept.set("q", q);
  if (port) kept.set("port", port);
  const all = [...form.elements.state].map((each) => each.value);
  if (state.length !== all.length) kept.set("state", state.join(","));
  const text = kept.toString();
  history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
}

function recall() {
  const kept = new URLSearchParams(location.hash.slice(1));
  form.elements.q.value = kept.get("q") ?? "";
  form.elements.port.value = kept.get("port") ?? "";
  const state = kept.get("state");
  for (const each of form.elements.state) each.checked = state === null || state.split(",").includes(each.value);
  show();
}

form.addEventListener("input", () => { show(); remember(); });
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(() => { show(); remember(); }));
addEventListener("hashchange", recall);
addEventListener("beforeprint", () => { for (const each of entries) each.open = true; });

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return;
  } catch {
    // Without a secure context there is no clipboard to write to; the older way asks for none.
  }
  const area = document.body.appendChild(document.createElement("textarea"));
  area.value = text;
  area.select();
  document.execCommand("copy");
  area.remove();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".copy");
  if (!button) return;
  await copy(button.parentElement.querySelector("pre").textContent);
  button.textContent = "Copied";
  button.focus();
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
});

recall();
