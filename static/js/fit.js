// The letters of a screen that is taken in at once are as large as it allows: nothing to scroll, no word cut.
// The style sheets say what follows from the size of the letters; only this screen, in this browser, says what fits.
const SMALLEST = 15; // pixels
const LARGEST = 44;
const EXACT = 0.5;
const ROOM = matchMedia("(min-width: 30em) and (min-height: 30em)"); // with less, where the text is set large, one scrolls

const step = document.getElementById("step");
const wide = (words) => words.scrollWidth > words.clientWidth + 1;

function fits(screen) {
  const { scrollHeight, scrollWidth } = document.documentElement;
  return scrollHeight <= innerHeight && scrollWidth <= innerWidth
    && ![...screen.querySelectorAll("h1, .words, .hard-no, [data-whole]")].some(wide);
}

export function fit() {
  const screen = step.querySelector("[data-fit]");
  if (!screen || !ROOM.matches) return step.style.removeProperty("--letters");
  let [small, large] = [SMALLEST, LARGEST];
  while (large - small > EXACT) {
    const letters = (small + large) / 2;
    step.style.setProperty("--letters", `${letters}px`);
    if (fits(screen)) small = letters;
    else large = letters;
  }
  step.style.setProperty("--letters", `${small}px`);
}

addEventListener("resize", fit);
document.fonts.ready.then(fit);
