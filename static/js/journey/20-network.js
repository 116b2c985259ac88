// When a tap gets no answer: the choice stays on the screen, we say so, and send it again until it gets through.
// The same answer twice is the same as once, so nothing is queued anywhere: the form on the screen is the queue.
const WAIT = 5;
const UNREACHED = [502, 504];
const offline = () => document.getElementById("offline"); // looked up each time, as above
let sendAgain = null;
let secondsLeft = 0;
let countdown = 0;

export function connectionLost(retry, pressed = document.body) {
  sendAgain = retry;
  secondsLeft = WAIT;
  clearInterval(countdown);
  countdown = setInterval(countDown, 1000);
  sayWait();
  const again = !offline().hidden;
  offline().hidden = false;
  document.dispatchEvent(new CustomEvent("journey:offline", { detail: { pressed, again } }));
}

export function connectionFound() {
  clearInterval(countdown);
  sendAgain = null;
  offline().hidden = true;
}

function sayWait() {
  const words = secondsLeft > 0 ? `, nouvel essai dans ${secondsLeft}\u00a0s` : ", nouvel essai en cours…";
  offline().querySelector("[data-wait]").textContent = words;
}

function countDown() {
  secondsLeft -= 1;
  sayWait();
  if (secondsLeft <= 0) tryNow();
}

function tryNow() {
  clearInterval(countdown);
  secondsLeft = 0;
  sayWait();
  sendAgain?.();
}

function resend(source, submitter) {
  if (!source.isConnected) connectionFound();
  else if (source.matches("form")) source.requestSubmit(submitter?.isConnected ? submitter : null);
  else source.click();
}

function unanswered({ sourceElement: source, request }) {
  if (source.matches("form, a")) connectionLost(() => resend(source, request.submitter), request.submitter ?? source);
}

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx?.request && ctx.text === undefined) unanswered(ctx); // with a text, the network did its part
});

document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  if (!UNREACHED.includes(ctx.response.status)) return connectionFound();
  event.preventDefault(); // a proxy's page about a server that starts again is no step
  unanswered(ctx);
});

document.addEventListener("click", ({ target }) => { if (target.closest("[data-retry]")) tryNow(); });
addEventListener("online", () => { if (sendAgain) tryNow(); });
