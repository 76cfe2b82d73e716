// The deadline passes while the questionnaire is open: the last words are sent once more, for they were typed in time.
import { lock } from "./locked.js";
import { flush } from "./unsent.js";

export function start() {
  document.addEventListener("deadline:passed", async ({ detail }) => {
    await flush();
    lock(detail.reason);
  });
}
