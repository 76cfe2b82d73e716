// A sentence with slots, as indicators/wording.py composes it: a part in [ ] drops out while all of its slots are empty.
const slotsOf = (parts) => parts.flatMap((part) => (Array.isArray(part) ? slotsOf(part) : part.slot || []));

function joined(parts, values, labels) {
  return parts
    .map((part) => {
      if (typeof part === "string") return part;
      if (!Array.isArray(part)) return values[part.slot] || `‹${labels[part.slot]}›`;
      return slotsOf(part).some((slot) => values[slot]) ? joined(part, values, labels) : "";
    })
    .join("");
}

export function composed(parts, values, labels) {
  return joined(parts, values, labels).replace(/\s+/g, " ").trim();
}
