// A copy that was edited and saved is no unread copy any more: its mark goes, as the server has taken it away too.
document.addEventListener("answer:saved", (event) => {
  const text = document.getElementById("id_explanation");
  const edited = Object.keys(event.detail.bukti || {});
  if (text && text.value !== text.defaultValue) edited.push("explanation");
  for (const name of edited) document.querySelector(`[data-copy-mark="${name}"]`)?.remove();
});
