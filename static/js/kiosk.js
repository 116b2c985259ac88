// The tablet at a stand: one tap an answer, a keypad of its own, and nothing left behind.
import { fit } from "./fit.js";
import { connectionFound, connectionLost } from "./journey.js";

const PRESENCE_EVERY = 15_000;
const DOUBLE_TAP = 300;
const LONGEST_NUMBER = 6;
const GESTURES = ["pointerdown", "keydown", "input", "wheel", "touchmove"];

const step = document.getElementById("step");
const dialog = document.getElementById("still-there");
let lastGesture = Date.now();
let lastPresence = Date.now();
let nextPresence = 0;
let over = false;
let underWay = null;

const bar = () => step.querySelector("[data-idle]");

// —— Somebody is there: the server hears of it at most every 15 s, and never earlier than the last gesture.
function alive() {
  if (over || dialog.open) return;
  lastGesture = Date.now();
  if (!nextPresence) nextPresence = setTimeout(tellPresence, Math.max(0, lastPresence + PRESENCE_EVERY - lastGesture));
}

async function tellPresence() {
  clearTimeout(nextPresence);
  nextPresence = 0;
  lastPresence = Date.now();
  const { presence, start } = bar()?.dataset ?? {};
  if (!presence || over) return;
  const answer = await fetch(presence, { method: "POST" }).catch(() => null);
  if (answer && answer.status >= 400 && answer.status < 500) leave(start);
}

// —— Nobody is there: ask, count down, erase. By the clock and not by counting, for tablets that slept.
function watch() {
  const place = bar();
  if (!place || over) return;
  const countdown = 1000 * (place.dataset.countdown ?? 0);
  const left = lastGesture + 1000 * place.dataset.idle + countdown - Date.now();
  if (left <= 0) finish();
  else if (left <= countdown) ask(Math.ceil(left / 1000));
}

function ask(seconds) {
  dialog.querySelector("[data-seconds]").textContent = seconds;
  if (!dialog.open) dialog.showModal();
}

function goOn() {
  dialog.close();
  lastGesture = Date.now();
  tellPresence();
}

function finish() {
  const { start } = bar().dataset;
  leave(start, step.querySelector("#kiosk-reset")?.action);
}

// The screen is emptied first: without a network the answers are gone from it all the same, and the server ends the
// visit by itself. Only once it answers do we go, so that nobody meets the browser's own error page.
function leave(start, end) {
  over = true;
  clearTimeout(nextPresence);
  dialog.close();
  step.replaceChildren(document.getElementById("erased").content.cloneNode(true));
  connectionFound();
  erase(start, end);
}

async function erase(start, end) {
  const how = { method: end ? "POST" : "GET", headers: { "HX-Request": "true" } };
  const answer = await fetch(end ?? start, how).catch(() => null);
  if (!answer || answer.status >= 500) connectionLost(() => erase(start, end));
  else location.replace(start);
}

// —— The keypad, in place of the tablet's keyboard. The first digit replaces what was there.
function dressStep() {
  for (const keypad of step.querySelectorAll("[data-keypad]")) {
    const field = document.getElementById(keypad.dataset.keypad);
    field.inputMode = "none";
    field.dataset.untouched = "";
    keypad.hidden = false;
  }
  for (const button of step.querySelectorAll("[data-print]")) button.hidden = false;
  fit();
}

function press(key) {
  const field = document.getElementById(key.closest("[data-keypad]").dataset.keypad);
  const longest = Math.min(field.maxLength, field.classList.contains("secret") ? 12 : LONGEST_NUMBER);
  const kept = "untouched" in field.dataset && key.dataset.digit ? "" : field.value.replace(/\D/g, "");
  delete field.dataset.untouched;
  field.value = key.dataset.digit ? (kept + key.dataset.digit).slice(0, longest) : kept.slice(0, -1);
}

function mark(chosen) {
  for (const card of step.querySelectorAll(".card[aria-pressed]")) card.removeAttribute("aria-pressed");
  chosen.setAttribute("aria-pressed", "true");
}

// —— What is marked is what is recorded: while an answer is on its way, nothing changes it. One that was given up may
// still arrive: until another try has got through, that answer stays too. « Terminer » always answers.
const endless = ({ request }) => request.signal?.reason === "timeout";

function hold(event) {
  const place = underWay && event.isTrusted && event.target.closest("#step");
  if (!place || event.target.closest("#kiosk-reset")) return;
  event.preventDefault();
  event.stopPropagation();
}

for (const kind of ["click", "beforeinput"]) document.addEventListener(kind, hold, { capture: true });
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => { if (ctx.target === step) underWay = ctx; });
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (underWay === ctx && !endless(ctx)) underWay = null;
});

// —— The attract screen answers the finger at once, whatever the network does.
function begun(yes) {
  for (const words of step.querySelectorAll("[data-idle-words]")) words.hidden = yes;
  for (const words of step.querySelectorAll("[data-busy-words]")) words.hidden = !yes;
}
document.addEventListener("htmx:finally:request", () => begun(false));

for (const kind of GESTURES) addEventListener(kind, alive, { capture: true, passive: true });
setInterval(watch, 1000);
dressStep();

document.addEventListener("click", ({ target }) => {
  const pressed = target.closest("button");
  if (pressed?.matches(".key")) press(pressed);
  else if (pressed?.matches("[data-print]")) print();
  else if (pressed?.matches("[data-continue]")) goOn();
  else if (pressed?.matches("[data-finish]")) finish();
});

// A link that htmx doesn't follow is tried first, so that nobody meets the browser's own error page.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]:not([hx-get])");
  if (!link || event.defaultPrevented) return;
  event.preventDefault();
  follow(link.href);
});

async function follow(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer || answer.status >= 502) connectionLost(() => follow(address));
  else location.replace(address);
}

document.addEventListener("submit", (event) => {
  if (event.target.id === "kiosk-reset") {
    event.preventDefault();
    finish();
  } else if (event.target.id === "start") begun(true);
  else if (event.submitter?.matches(".card")) mark(event.submitter);
}, { capture: true });

dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  goOn();
});

// The second tap of a double tap is not for the step that comes; and nothing comes on a screen that was erased.
document.addEventListener("htmx:before:swap", (event) => {
  if (over) return event.preventDefault();
  if (event.detail.ctx.target !== step) return;
  step.classList.add("arriving");
  setTimeout(() => step.classList.remove("arriving"), DOUBLE_TAP);
});

// A new step: it has just been asked for, so somebody is there. (A part of one that renews itself says nothing.)
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target !== step) return fit();
  lastGesture = lastPresence = Date.now();
  dressStep();
});

addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  step.replaceChildren();
  follow(location.href);
});
for (const kind of ["contextmenu", "dragstart"]) addEventListener(kind, (event) => event.preventDefault());

// Under HTTPS the screen stays lit; the lock is lost each time the page is hidden.
async function stayLit() {
  if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen").catch(() => null);
}
document.addEventListener("visibilitychange", stayLit);
stayLit();
