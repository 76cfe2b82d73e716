// On every page of somebody who is signed in: what this device still owes the server is sent, and what stays is told.
// Nothing more is loaded while there is nothing. Nobody else's rows are looked at.
import * as links from "./links_kept.js";
import * as store from "./store.js";

const { user } = document.body.dataset;

const waiting = async () => (await store.all("changes", user)).filter((row) => !row.isUndone);

async function look() {
  const [rows, attempts] = await Promise.all([waiting(), store.count("attempts", user)]);
  if (!rows.length && !attempts) return;
  const { start } = await import("./pending_banner.js");
  start();
}

// Where something is typed, the end of the session is told before it comes. A page that is only passed asks for nothing.
let isWatched = false;

async function watchSession() {
  if (isWatched) return;
  isWatched = true;
  const { start } = await import("./session_watch.js");
  start();
}

document.addEventListener("focusin", (event) => {
  if (event.target.matches("main :is(input, select, textarea)")) watchSession().catch(() => { isWatched = false; });
});

// Without a line nobody can sign out, and what waits here may not be given up.
function tellCut() {
  window.alert("Sambungan terputus, jadi Anda belum keluar. Isian dan berkas di perangkat ini tetap tersimpan. Keluar lagi setelah tersambung.");
  return false;
}

// Signing out takes the queue along: only after the person was asked.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-sign-out]") || form.dataset.signOut === "sure") return;
  event.preventDefault();
  const owed = await Promise.all([waiting(), store.all("files", user)]).catch(() => [[]]);
  if (owed.flat().length) {
    const { askBeforeLeaving } = await import("./sign_out.js").catch(() => ({ askBeforeLeaving: tellCut }));
    if (!(await askBeforeLeaving())) return;
  }
  links.forgetAll(user);
  form.dataset.signOut = "sure";
  form.requestSubmit();
});

look().catch(() => {});
