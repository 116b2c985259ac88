// The result's second layer: sections stay closed on a phone; a wide screen opens the main ones, paper all of them, and
// a link that leads into one opens it (browsers do so for the address one arrives by; not all for a link in the page).
const wide = matchMedia("(min-width: 56.25em)");
const unfold = (element) => {
  for (let fold = element?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
};
const unfoldTarget = (hash) => unfold(document.getElementById(decodeURIComponent(hash.slice(1))));

const openLayers = () => {
  if (wide.matches) for (const layer of document.querySelectorAll("details[data-wide]")) layer.open = true;
  unfoldTarget(location.hash);
  unfold(document.querySelector(".layer .field-error"));
};
openLayers();
document.addEventListener("journey:step", openLayers);
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.('a[href^="#"]');
  if (link) unfoldTarget(link.hash);
});

let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll(".result details:not([open])")];
  for (const fold of closed) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of closed) fold.open = false;
});
