// After a swap, the eye goes to the new step: so does the focus, and the status line says how far one is.
// Looked up each time: going Back replaces everything in the page's body.
const say = (words) => { document.getElementById("status").textContent = words; };

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const step = document.getElementById("step");
  if (ctx.target !== step && ctx.target !== document.body) return; // a part of the step: the focus is where it should be
  const target = document.getElementById("error-summary")
    ?? document.getElementById("hard-no-title")
    ?? document.getElementById("heading");
  if (!step?.contains(target)) return;
  if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "nearest" });
  if (target.id === "heading") window.scrollTo({ top: 0 });
  const progress = step.querySelector("[data-progress]");
  if (progress) say(progress.dataset.progress);
  document.dispatchEvent(new Event("journey:step"));
});
