// The grid of assignments: presses, keys, undo, and the saving of all changed cells at once.

import { GridState } from "./grid_state.js";
import { GridView } from "./grid_view.js";
import { saveCells } from "./grid_saving.js";

const table = document.querySelector("[data-grid][data-url]");
if (table) begin();

function begin() {
  const view = new GridView(table);
  const state = new GridState(view.cells);
  const part = (name) => document.querySelector(`[data-grid-${name}]`);
  const [bar, status, save, undo, faults] = ["bar", "status", "save", "undo", "faults"].map(part);
  let isSaving = false;

  view.show(state, state.cells.keys());
  view.buttons.values().next().value.tabIndex = 0;
  view.current = view.buttons.values().next().value;
  // The buttons are the way into the table now, so its frame needs no stop of its own.
  table.parentElement.removeAttribute("tabindex");
  bar.hidden = part("help").hidden = false;
  tell("");

  function tell(text) {
    const count = state.pending().length;
    save.textContent = count ? `Simpan ${count} perubahan` : "Simpan";
    save.disabled = isSaving || count === 0;
    undo.disabled = isSaving || state.steps.length === 0;
    status.textContent = text || (count ? `${count} perubahan belum disimpan` : "");
  }

  function changed(keys) {
    for (const key of keys) view.fault(key, "");
    view.show(state, keys);
    tell(keys.length > 1 ? view.label(state.cells.get(keys[1])) : "");
  }

  function take(key, wanted) {
    if (!isSaving) changed(state.press(key, wanted));
  }

  function back() {
    if (isSaving) return;
    const keys = state.undo();
    if (!keys.length) return;
    changed(keys);
    view.focus(keys[0]);
    tell(`Diurungkan: ${view.label(state.cells.get(keys[0]))}`);
  }

  table.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-key]");
    if (!button) return;
    view.focus(button.dataset.key);
    take(button.dataset.key);
  });

  table.addEventListener("keydown", (event) => {
    const button = event.target.closest("button[data-key]");
    if (!button || event.altKey) return;
    const target = view.towards(button, event);
    if (target) view.focus(target);
    else if (event.key === "Delete" || event.key === "Backspace") take(button.dataset.key, "");
    if (target || /^(Arrow|Page|Home|End|Delete|Backspace)/.test(event.key)) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    const isField = event.target.closest("input, textarea, select");
    if (isField || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    back();
  });

  undo.addEventListener("click", back);

  save.addEventListener("click", async () => {
    isSaving = true;
    tell("Menyimpan…");
    const sent = state.changes();
    const answer = await saveCells(table.dataset.url, sent);
    isSaving = false;
    settle(sent, answer);
  });

  function settle(sent, answer) {
    const refused = answer.refused || [];
    for (const [unit, number, mark] of answer.saved || []) state.settle(`${unit}.${number}`, mark);
    // What stands on the server is what a refused cell is compared with next time; what was wanted stays on the page.
    for (const [unit, number, mark] of refused) state.settle(`${unit}.${number}`, mark);
    if (!answer.error) state.steps = [];
    view.show(state, state.cells.keys());
    for (const [unit, number, , , ] of sent) view.fault(`${unit}.${number}`, "");
    for (const [unit, number, , reason] of refused) view.fault(`${unit}.${number}`, reason);
    list(refused);
    tell(answer.error || outcome(answer.saved || [], refused));
    if (refused.length) view.focus(`${refused[0][0]}.${refused[0][1]}`);
  }

  function outcome(saved, refused) {
    const done = `${saved.length} perubahan disimpan`;
    return refused.length ? `${done}, ${refused.length} ditolak. Lihat alasannya di bawah.` : `${done}.`;
  }

  function list(refused) {
    faults.hidden = refused.length === 0;
    faults.replaceChildren(
      ...refused.map(([unit, number, , reason]) => {
        const item = document.createElement("li");
        item.textContent = `${view.label(state.cells.get(`${unit}.${number}`))}: ${reason}`;
        return item;
      }),
    );
  }

  window.addEventListener("beforeunload", (event) => {
    if (state.pending().length) event.preventDefault();
  });
}
