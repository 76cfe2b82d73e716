// An address that names a field puts the cursor there, at the end of its text: where the writing goes on.
export function start() {
  const place = document.getElementById(location.hash.slice(1));
  if (!place?.matches("input, select, textarea, [tabindex]")) return;
  if (document.activeElement !== document.body && document.activeElement !== place) return; // somebody works already
  place.focus();
  if (place.matches("textarea")) place.setSelectionRange(place.value.length, place.value.length);
}
