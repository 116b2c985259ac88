// « Copier » beside an address or a snippet; shown only where the browser can do it.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
    button.textContent = "Copié ✓";
    document.getElementById("status").textContent = "Copié";
    setTimeout(() => { button.textContent = words; }, 2500);
  });
}
