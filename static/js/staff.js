// The list: its form follows its address, filters close when one looks elsewhere, the total is spoken, lines are ticked.
const form = document.getElementById("filters");
const listing = document.getElementById("listing");
const spoken = document.getElementById("spoken");

function followAddress() {
  const query = new URLSearchParams(window.location.search);
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field === document.activeElement) continue;
    if (field.type === "checkbox") field.checked = query.getAll(field.name).includes(field.value);
    else if (field.name === "tri") field.value = query.get("tri") ?? field.options[0].value;
    else field.value = query.get(field.name) ?? "";
  }
  countChosen();
}

function countChosen() {
  for (const filter of form.querySelectorAll("details.filter")) {
    const chosen = [...filter.querySelectorAll("input")].filter((field) =>
      field.type === "checkbox" ? field.checked : field.value);
    filter.querySelector(".count").textContent = chosen.length || "";
  }
}

function closeFilters(except) {
  for (const filter of form.querySelectorAll("details.filter[open]")) {
    if (filter !== except) filter.open = false;
  }
}

function followTicks() {
  const lines = [...listing.querySelectorAll("input[name=dossier]")];
  const whole = listing.querySelector(".all-rows");
  if (!whole) return;
  const ticked = lines.filter((line) => line.checked).length;
  whole.hidden = lines.length === 0;
  whole.firstElementChild.checked = ticked > 0 && ticked === lines.length;
  whole.firstElementChild.indeterminate = ticked > 0 && ticked < lines.length;
  const words = ["Aucun dossier coché", "1 dossier coché"];
  listing.querySelector(".ticked").textContent = words[ticked] ?? `${ticked} dossiers cochés`;
}

if (form && listing) {
  form.classList.add("live");
  const filters = form.querySelector(".all-filters");
  if (window.matchMedia("(max-width: 760px)").matches) filters.open = false;
  countChosen();
  followTicks();
  listing.addEventListener("change", (event) => {
    if (event.target.closest(".all-rows")) {
      for (const line of listing.querySelectorAll("input[name=dossier]")) line.checked = event.target.checked;
    }
    followTicks();
  });
  form.addEventListener("input", countChosen);
  form.addEventListener("toggle", (event) => {
    if (event.target.open) closeFilters(event.target);
  }, true);
  document.addEventListener("click", (event) => closeFilters(event.target.closest("details.filter")));
  document.addEventListener("keydown", (event) => {
    const open = form.querySelector("details.filter[open]");
    if (event.key === "Escape" && open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
    if (event.key === "/" && !event.target.matches("input, textarea, select")) {
      event.preventDefault();
      document.getElementById("q").focus();
    }
  });
  document.addEventListener("htmx:after:swap", () => {
    followAddress();
    followTicks();
    const total = listing.querySelector("[data-status]");
    if (total) spoken.textContent = total.textContent;
    if (!document.activeElement || document.activeElement === document.body) {
      const title = listing.querySelector(".total");
      title.tabIndex = -1;
      title.focus({ preventScroll: true });
    }
  });
}
