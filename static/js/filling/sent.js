// When this device last heard that something was saved. A page that the server was asked for before that may show what
// stood there earlier, though nothing is waiting on the device any more.
const NAME = "terkirim";
const SLACK = 1000; // ms between two clocks of one device

export function noteSent() {
  try {
    localStorage.setItem(NAME, String(Date.now()));
  } catch {
    // Without a place for it the page shows the earlier value until it is opened again.
  }
}

export function isPageOlder() {
  const [page] = performance.getEntriesByType("navigation");
  try {
    return Number(localStorage.getItem(NAME)) > performance.timeOrigin + (page?.requestStart || 0) - SLACK;
  } catch {
    return false;
  }
}
