// Tells what happened to the queue, in this tab and in the others of the same person.
// A listener gets {kind: "versions" | "saved" | "conflict" | "refused" | "locked" | "state" | "queue", url, ...}.
import { newKey } from "./queue.js";
import { user } from "./session.js";

const listeners = [];
const channel = "BroadcastChannel" in window && user ? new BroadcastChannel(`portal ${user}`) : null;

// The name of this tab; a reload keeps it.
export const tab = sessionStorage.getItem("tab") || newKey();
sessionStorage.setItem("tab", tab);

export const listen = (act) => listeners.push(act);

export function tell(message) {
  channel?.postMessage(message);
  for (const act of listeners) act(message);
}

channel?.addEventListener("message", (event) => { for (const act of listeners) act(event.data); });
