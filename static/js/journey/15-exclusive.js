// « Personne d’autre » goes with no other answer: ticking one unticks the other. The server says it in words where
// scripts are off.
document.addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox" || !target.checked) return;
  const alone = "exclusive" in target.dataset;
  for (const other of target.form?.querySelectorAll(`input[name="${target.name}"]`) ?? []) {
    if (other !== target && (alone || "exclusive" in other.dataset)) other.checked = false;
  }
});
