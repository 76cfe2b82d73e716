// Links that were written and not added yet, on this device: by person and page.
const MARK = "tautan|";
const key = (user, url) => `${MARK}${user}|${url}`;

// A device that keeps nothing has nothing.
function device(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

export const read = (user, url) => JSON.parse(device((storage) => storage.getItem(key(user, url))) || "[]");
export const keep = (user, url, values) => device((storage) => storage.setItem(key(user, url), JSON.stringify(values)));
export const forget = (user, url) => device((storage) => storage.removeItem(key(user, url)));

export const forgetAll = (user) => device((storage) => {
  for (const name of Object.keys(storage)) if (name.startsWith(key(user, ""))) storage.removeItem(name);
});
