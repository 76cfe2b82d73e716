// On a phone one part of the review shows at a time, behind the tabs Bukti, Kriteria and Keputusan.
// A link or a fault that points into another part opens that part first.
const NAMES = ["bukti", "kriteria", "keputusan"];
const narrow = window.matchMedia("(max-width: 800px)");

export function start() {
  const review = document.querySelector(".review");
  const bar = review?.querySelector(".review-jump");
  if (!bar) return;
  const links = [...bar.querySelectorAll("a[href^='#']")];

  function show(name) {
    review.dataset.part = name;
    for (const link of links) {
      const isShown = link.hash === `#${name}`;
      if (isShown) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  function showPlace(hash) {
    const place = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    if (place && review.contains(place) && !place.closest(".review-jump")) show(partOf(place, review));
  }

  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (!narrow.matches) return;
      event.preventDefault();
      show(link.hash.slice(1));
      review.scrollIntoView({ block: "nearest" });
    });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (link && !bar.contains(link)) showPlace(link.hash);
  }, true);
  window.addEventListener("hashchange", () => showPlace(location.hash));
  show(document.querySelector("[data-viewer][data-again]") ? "keputusan" : NAMES[0]);
  showPlace(location.hash);
}

function partOf(place, review) {
  if (!review.querySelector(".review-decision")?.contains(place)) return NAMES[0];
  return place.closest(".review-scroll") ? NAMES[1] : NAMES[2];
}
