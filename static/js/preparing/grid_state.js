// What the cells of the grid say: as they were read, as they are now, and the steps that can be undone.

const NEXT = { "": "P", P: "PJ", PJ: "" };
const NAMES = { "": "tidak ditugasi", P: "pendukung", PJ: "penanggung jawab" };

export function nameOf(mark) {
  return NAMES[mark];
}

export class GridState {
  // cells: key → { unit, number, mark }
  constructor(cells) {
    this.cells = cells;
    this.saved = new Map(Array.from(cells, ([key, cell]) => [key, cell.mark]));
    this.steps = [];
  }

  // The keys that a press on one cell changes: an indicator has one lead, so the old one becomes a supporter.
  press(key, wanted) {
    const cell = this.cells.get(key);
    const now = wanted === undefined ? NEXT[cell.mark] : wanted;
    if (now === cell.mark) return [];
    const changes = [[key, cell.mark, now]];
    if (now === "PJ") {
      for (const [other, found] of this.cells) {
        if (other !== key && found.number === cell.number && found.mark === "PJ") changes.push([other, "PJ", "P"]);
      }
    }
    this.steps.push(changes);
    return this.#apply(changes);
  }

  undo() {
    const changes = this.steps.pop();
    return changes ? this.#apply(changes.map(([key, was, now]) => [key, now, was])) : [];
  }

  pending() {
    return Array.from(this.cells.entries()).filter(([key, cell]) => cell.mark !== this.saved.get(key));
  }

  // [unit, indicator, was, now] of all that is not saved, as the server takes it
  changes() {
    return this.pending().map(([key, cell]) => [cell.unit, cell.number, this.saved.get(key), cell.mark]);
  }

  settle(key, mark) {
    if (this.cells.has(key)) this.saved.set(key, mark);
  }

  leads(number) {
    return Array.from(this.cells.values()).some((cell) => cell.number === number && cell.mark === "PJ");
  }

  #apply(changes) {
    for (const [key, , now] of changes) this.cells.get(key).mark = now;
    return changes.map(([key]) => key);
  }
}
