// What is wide open on a desk is folded on a phone: the menu, the long parts of a dossier. An address that leads into a
// fold, or a link, opens it.
const wide = matchMedia("(min-width: 761px)");
const aimedAt = (hash) => document.getElementById(hash.slice(1));
for (const fold of document.querySelectorAll("details[data-wide]")) {
  fold.open = wide.matches || fold.contains(aimedAt(location.hash)) || fold.querySelector(".field-wrong") !== null;
}
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.('a[href^="#"]');
  const fold = link && aimedAt(link.hash)?.closest("details");
  if (fold) fold.open = true;
});
