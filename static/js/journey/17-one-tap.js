// One tap an answer: a single choice made by mouse or finger goes on by itself, once it has been seen. The keyboard and
// assistive technology choose without going on: their clicks come without a pointer, or with one of no size or weight.
const SEEN = 300; // milliseconds, longer than a double tap: its second half never reaches the next question
let pressed = null;
let goingOn = 0;

const isHand = ({ width, height, pointerType, pressure }) =>
  (width > 0 || height > 0) && (pointerType !== "mouse" || pressure > 0);

// Whatever is done next, while the choice is being looked at, wins over going on.
const stay = () => {
  clearTimeout(goingOn);
  pressed = null;
};

addEventListener("pointerdown", (event) => {
  stay();
  if (isHand(event)) pressed = event.target.closest("label.card");
}, { capture: true });
addEventListener("keydown", stay, { capture: true });
addEventListener("submit", stay, { capture: true });

document.addEventListener("click", ({ target }) => {
  if (target.type !== "radio" || !pressed?.contains(target)) return;
  pressed = null;
  goingOn = setTimeout(() => target.form.requestSubmit(), SEEN);
});
