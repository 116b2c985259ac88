// Inside another site's page: tells it how tall the content is and when the screen changes; nothing about the answers.
// `ready` says nothing and goes to whoever frames us (the browser lets only the allow-list do so); the rest goes to
// the origin that answered `hello`.
const SCROLL_BAR = 20; // pixels
const SWING = 1000; // milliseconds
const root = document.documentElement;
const hosts = document.body.dataset.hosts.split(" ").filter(Boolean);
let host = null;
let told = { height: 0 };
let before = told;

const allowed = (origin) => origin === location.origin || hosts.some((pattern) => {
  if (!pattern.includes("://*.")) return pattern === origin;
  const [scheme, parent] = pattern.split("://*.");
  return origin.startsWith(`${scheme}://`) && origin.endsWith(`.${parent}`);
});

const tell = (type, more = {}) => host && parent.postMessage({ aract: 1, type, ...more }, host);

// Our height may bring up the host page's scroll bar, which makes us narrower and perhaps shorter, which takes the bar
// away, and so on for ever: of two heights that bring about each other, the taller stays.
const swings = ({ height, width, at }) => height === before.height && height < told.height
  && width !== told.width && Math.abs(width - told.width) <= SCROLL_BAR && at - told.at < SWING;

function measure() {
  const now = { height: Math.ceil(root.getBoundingClientRect().height), width: innerWidth, at: performance.now() };
  if (now.height === told.height || swings(now)) return;
  [before, told] = [told, now];
  tell("height", { height: now.height });
}

// How far one is, and how far below the frame's top stands what is to be read: never which question, nor an answer.
function step() {
  measure(); // first, so that the host brings into view a frame that has its new height
  const { rank, total } = document.querySelector("#step [data-rank]")?.dataset ?? {};
  const read = document.activeElement?.closest("#step") ? document.activeElement : document.getElementById("heading");
  const top = Math.ceil(read?.getBoundingClientRect().top ?? 0);
  tell("step", { top, ...(rank && { rank: Number(rank), total: parseInt(total.replace(/\D+/g, ""), 10) }) });
  place();
  if (document.querySelector("#step .result")) tell("finished");
}

// The host page may keep it in its own history, so that a reload finds the visit again.
function place() {
  const [path] = location.pathname.match(/^.*?\/integre\/diagnostics\/[^/]+/) ?? [];
  if (path) tell("place", { path });
}

// In a frame as tall as its content nothing sticks to the screen: the message stands above what was pressed.
document.addEventListener("journey:offline", ({ detail: { pressed, again } }) => {
  const banner = document.getElementById("offline");
  const chosen = pressed.querySelector?.(":checked")?.closest(".card") ?? pressed;
  const { top } = chosen.getBoundingClientRect();
  banner.style.top = `${Math.max(0, scrollY + top - banner.offsetHeight - 8)}px`;
  if (again) return; // it is where it was; the visitor may read elsewhere meanwhile
  banner.scrollIntoView({ block: "nearest", behavior: "instant" });
  tell("notice", { top: Math.ceil(banner.getBoundingClientRect().top) });
});

addEventListener("message", ({ source, origin, data }) => {
  if (source !== parent || !allowed(origin) || data?.aract !== 1 || data.type !== "hello") return;
  host = origin;
  told = { height: 0 };
  root.classList.add("followed");
  if (data.again === true) step(); // a page loaded after another; the first one must leave the host page where it is
  else {
    measure();
    place();
  }
});

if (parent !== window) {
  new ResizeObserver(measure).observe(root);
  document.addEventListener("journey:step", step);
  // What a visitor does is no swing, even where it brings the bar and takes it away at once.
  document.addEventListener("click", () => { before = told; }, { capture: true });
  document.addEventListener("click", ({ target }) => {
    const jump = target.closest("a[href^='#']"); // by itself it scrolls nothing in a frame as tall as its content
    if (jump) document.getElementById(jump.hash.slice(1))?.scrollIntoView();
  });
  parent.postMessage({ aract: 1, type: "ready" }, "*");
}
