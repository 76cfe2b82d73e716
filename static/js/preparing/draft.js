// Keeps an unfinished period while it is typed and when the page is left, and redraws the picture of its dates.

import { send as ask } from "../filling/session.js";

const form = document.querySelector("[data-draft]");
if (form) begin();

function begin() {
  const state = form.querySelector("[data-draft-state]");
  const picture = form.querySelector("[data-draft-picture]");
  let isChanged = false;
  let isLeaving = false;
  let timer = 0;
  let underWay = 0;
  let sending = Promise.resolve();

  async function send(keepalive) {
    if (!isChanged || isLeaving) return;
    isChanged = false;
    underWay += 1;
    try {
      const response = await ask(address(), { method: "POST", body: new FormData(form), keepalive });
      take(response.status, await response.json());
    } catch {
      isChanged = true;
      state.textContent = "Belum tersimpan. Isian dicoba disimpan lagi pada perubahan berikutnya.";
    } finally {
      underWay -= 1;
    }
  }

  function take(status, answer) {
    if (status === 409) {
      // The version stays as it was read: the next button shows both versions.
      isLeaving = true;
      state.textContent = `${answer.by || "Orang lain"} baru saja mengubah rancangan ini. Simpan untuk melihat kedua versi.`;
      return;
    }
    form.elements.versi.value = answer.version;
    if (answer.url) {
      form.action = answer.url;
      history.replaceState(null, "", answer.url);
    }
    if (answer.html && picture) picture.innerHTML = answer.html;
    state.textContent = "Rancangan disimpan.";
  }

  function address() {
    return form.getAttribute("action") || location.pathname;
  }

  function soon() {
    isChanged = true;
    clearTimeout(timer);
    timer = setTimeout(now, 600);
  }

  function now(keepalive = false) {
    sending = sending.then(() => send(keepalive));
    return sending;
  }

  form.addEventListener("change", soon);
  form.addEventListener("input", () => { isChanged = true; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") now(true);
  });
  window.addEventListener("pagehide", () => now(true));
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());

  // A button waits for a keeping that is under way, so that its version is the newest.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    isChanged = false;
    if (!underWay) {
      isLeaving = true;
      return;
    }
    event.preventDefault();
    sending.then(() => form.requestSubmit(event.submitter));
  });
}
