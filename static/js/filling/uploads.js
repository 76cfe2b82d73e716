// On every page of somebody who is signed in: files that were chosen and have not arrived are sent on, whichever page is
// open. Nothing more is loaded while there are none.
import * as store from "./store.js";

const { user } = document.body.dataset;

async function look() {
  if (!(await store.count("files", user))) return;
  const { start } = await import("./upload_queue.js");
  const note = await import("./upload_note.js");
  note.start();
  start();
}

look().catch(() => {});
