// « Copier » beside an address or a snippet; shown only where the browser can do it.
const showCopyButtons = () => {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
};
showCopyButtons();
document.addEventListener("htmx:after:swap", showCopyButtons);
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  const words = button.dataset.words ??= button.textContent;
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    say(button.textContent = "Copié");
  } catch {
    // Another site's frame may not write to the clipboard: select, and let the visitor copy.
    getSelection().selectAllChildren(source);
    say(button.textContent = "Sélectionné, à copier");
  }
  setTimeout(() => { button.textContent = words; }, 2500);
});
