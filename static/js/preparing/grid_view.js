// Makes buttons of the grid's cells, keeps them telling what they stand for, and moves between them by keyboard.

import { Loads } from "./grid_load.js";
import { nameOf } from "./grid_state.js";

const PRESSED = { "": "false", P: "mixed", PJ: "true" };

export class GridView {
  constructor(table) {
    this.table = table;
    this.heads = Array.from(table.querySelectorAll("thead th[data-n]"));
    this.rows = Array.from(table.tBodies[0].rows);
    this.buttons = new Map();
    this.cells = this.#build();
    this.loads = new Loads(this.rows, this.heads, this.cells);
    this.current = null;
  }

  show(state, keys) {
    const numbers = new Set();
    const units = new Set();
    for (const key of keys) {
      const button = this.buttons.get(key);
      const cell = state.cells.get(key);
      button.textContent = cell.mark;
      button.setAttribute("aria-pressed", PRESSED[cell.mark]);
      button.setAttribute("aria-label", this.label(cell));
      button.parentElement.dataset.mark = cell.mark;
      button.parentElement.classList.toggle("is-changed", cell.mark !== state.saved.get(key));
      numbers.add(cell.number);
      units.add(cell.unit);
    }
    if (units.size < this.rows.length) this.loads.show(state.cells, units);
    for (const head of this.heads) {
      const number = Number(head.dataset.n);
      if (numbers.has(number)) this.#warn(head, !state.leads(number));
    }
  }

  label(cell) {
    return `${cell.name}, indikator ${cell.number}, ${nameOf(cell.mark)}`;
  }

  fault(key, text) {
    const button = this.buttons.get(key);
    if (!button) return;
    button.parentElement.classList.toggle("is-faulty", Boolean(text));
    button.title = text;
  }

  focus(key) {
    const button = this.buttons.get(key);
    if (!button) return;
    if (this.current) this.current.tabIndex = -1;
    this.current = button;
    button.tabIndex = 0;
    button.focus({ preventScroll: true });
    this.#reveal(button.parentElement);
  }

  // The key of the cell that an arrow, Home or End leads to
  towards(button, event) {
    const cell = button.parentElement;
    const row = this.rows.indexOf(cell.parentElement);
    const column = cell.cellIndex;
    const last = cell.parentElement.cells.length - 1;
    const whole = event.ctrlKey || event.metaKey;
    const place = {
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      PageUp: [Math.max(row - 10, 0), column],
      PageDown: [Math.min(row + 10, this.rows.length - 1), column],
      Home: [whole ? 0 : row, 1],
      End: [whole ? this.rows.length - 1 : row, last],
    }[event.key];
    if (!place || place[1] < 1) return null;
    const target = this.rows[place[0]]?.cells[place[1]]?.firstElementChild;
    return target ? target.dataset.key : null;
  }

  #build() {
    const cells = new Map();
    for (const row of this.rows) {
      const name = row.querySelector(".grid-name").textContent;
      this.heads.forEach((head, place) => {
        const cell = row.cells[place + 1];
        const number = Number(head.dataset.n);
        const key = `${row.dataset.unit}.${number}`;
        cells.set(key, { unit: Number(row.dataset.unit), number, name, mark: cell.textContent.trim() });
        this.buttons.set(key, this.#button(cell, key));
      });
    }
    return cells;
  }

  #button(cell, key) {
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = -1;
    button.dataset.key = key;
    cell.replaceChildren(button);
    return button;
  }

  #warn(head, isMissing) {
    head.classList.toggle("is-missing", isMissing);
    head.querySelector(".visually-hidden")?.remove();
    if (!isMissing) return;
    const text = document.createElement("span");
    text.className = "visually-hidden";
    text.textContent = " belum ada penanggung jawab";
    head.append(text);
  }

  // A focused cell never hides below the sticky heads.
  #reveal(cell) {
    const box = this.table.parentElement;
    const corner = this.table.querySelector("tbody th");
    const head = this.table.tHead.getBoundingClientRect().height;
    const area = box.getBoundingClientRect();
    const spot = cell.getBoundingClientRect();
    const left = area.left + corner.offsetWidth;
    if (spot.left < left) box.scrollLeft -= left - spot.left + 4;
    if (spot.right > area.right) box.scrollLeft += spot.right - area.right + 20;
    if (spot.top < area.top + head) box.scrollTop -= area.top + head - spot.top + 4;
    if (spot.bottom > area.bottom) box.scrollTop += spot.bottom - area.bottom + 20;
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}
