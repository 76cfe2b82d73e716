// Keeps the load below a unit's name telling what its cells say now; what the filter hides counts as the server told it.

function shares(cells, weights) {
  const sum = { leads: 0, supports: 0, weight: 0 };
  for (const { number, mark } of cells) {
    if (mark === "PJ") {
      sum.leads += 1;
      sum.weight += weights.get(number);
    }
    if (mark === "P") sum.supports += 1;
  }
  return sum;
}

export class Loads {
  constructor(rows, heads, cells) {
    this.weights = new Map(heads.map((head) => [Number(head.dataset.n), Number(head.dataset.w)]));
    this.lines = new Map();
    for (const row of rows) {
      const unit = Number(row.dataset.unit);
      const [leads, supports, weight] = row.dataset.load.split(" ").map(Number);
      const start = shares(this.#of(cells, unit), this.weights);
      const hidden = {
        leads: leads - start.leads, supports: supports - start.supports, weight: weight - start.weight,
      };
      this.lines.set(unit, { place: row.querySelector(".grid-load"), hidden });
    }
  }

  show(cells, units) {
    for (const unit of units) {
      const { place, hidden } = this.lines.get(unit);
      const now = shares(this.#of(cells, unit), this.weights);
      const weight = (hidden.weight + now.weight).toFixed(2).replace("-0.00", "0.00").replace(".", ",");
      place.textContent = `PJ ${hidden.leads + now.leads} · P ${hidden.supports + now.supports} · bobot ${weight}%`;
    }
  }

  #of(cells, unit) {
    return Array.from(cells.values()).filter((cell) => cell.unit === unit);
  }
}
