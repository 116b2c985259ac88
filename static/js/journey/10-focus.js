// After a swap, the eye goes to the new step: so does the focus, and the status line says how far one is.
const step = document.getElementById("step");
const status = document.getElementById("status");

document.addEventListener("htmx:after:swap", () => {
  const target = document.getElementById("error-summary")
    ?? document.getElementById("hard-no-title")
    ?? document.getElementById("heading");
  if (!target || !step?.contains(target)) return;
  if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "nearest" });
  if (target.id === "heading") window.scrollTo({ top: 0 });
  const progress = step.querySelector("[data-progress]");
  if (status && progress) status.textContent = progress.dataset.progress;
});
