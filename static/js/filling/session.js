// Talks to the server for the person who opened this page, and for nobody else.
// A request that is refused because the session ended waits until that person has signed in again, and is then repeated.

export const user = document.body.dataset.user || "";

let token = "";
let signingIn = null;
let typedAt = 0;

document.addEventListener("input", () => { typedAt = Date.now(); }, true);

export class SignedOut extends Error {}

export const csrfToken = () => token || document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";

// What the server says of the session; POST makes it last longer.
export async function ask(method = "GET") {
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  const response = await fetch(document.body.dataset.session, { method, headers, cache: "no-store" });
  if (!response.ok) throw new TypeError(`session: ${response.status}`);
  return response.json();
}

// The forms of the page go on with the token of the new session.
function adopt(told) {
  token = told.csrf;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
}

// Settles whose session it is: this person's (true), nobody's (false), or another one's, for whom the page starts anew.
export async function isOurs() {
  const told = await ask();
  if (!told.masuk) {
    token = told.csrf;
    return false;
  }
  if (String(told.pengguna) !== user) {
    location.reload();
    return new Promise(() => {});
  }
  adopt(told);
  return true;
}

// Asks the person to sign in, unless they have done so in another tab meanwhile.
export function whenSignedIn() {
  signingIn = signingIn || (async () => {
    if (!(await isOurs())) {
      const { signIn } = await import("./sign_in.js");
      do if (!(await signIn({ csrfToken, isOurs, typedAt: () => typedAt }))) throw new SignedOut(); while (!(await isOurs()));
    }
    document.dispatchEvent(new Event("session:renewed"));
  })().finally(() => { signingIn = null; });
  return signingIn;
}

function isRefused(response) {
  const isLoginPage = response.redirected && new URL(response.url).pathname === document.body.dataset.login;
  return isLoginPage || response.status === 401 || response.status === 403;
}

// fetch() that rejects only when the network fails, or with SignedOut when the person closed the dialog.
export async function send(url, options = {}) {
  for (let round = 0; ; round += 1) {
    const headers = { Accept: "application/json", ...options.headers, "X-CSRFToken": csrfToken() };
    const response = await fetch(url, { cache: "no-store", ...options, headers });
    // 403 is either the token of an ended session, which a new one cures, or the answer.
    if (!isRefused(response) || (round && response.status === 403) || round > 2) return response;
    await whenSignedIn();
  }
}
