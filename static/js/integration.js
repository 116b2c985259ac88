// Puts the Aract's questionnaire where this script stands and follows its height. How to use it: /integration.
(() => {
  // Put there late (jQuery's .html(), a module, a consent notice), a script looks for its own tag.
  const unused = 'script[src*="/integration.js"]:not([data-placed])';
  const itself = document.currentScript;
  const script = itself?.matches(unused) ? itself : document.querySelector(unused);
  if (!script) {
    console.error("Autodiagnostic : laissez dans la page la balise <script src> d’integration.js, à la place du cadre.");
    return;
  }
  script.dataset.placed = "";
  const { minHeight, source = "", offset = "", ground = "", resume } = script.dataset;
  const { href, origin } = new URL("integre", script.src);
  const resumes = resume !== "no";
  const visits = new URL(href).pathname + "/diagnostics/";
  const isVisit = (path) => typeof path === "string" && path.startsWith(visits) && /^[\w-]+$/.test(path.slice(visits.length));
  const frame = document.createElement("iframe");
  const rank = document.querySelectorAll(".aract-autodiagnostic").length;
  const kept = resumes && history.state?.aract?.[rank];
  let pages = 0;
  frame.className = "aract-autodiagnostic";
  frame.src = isVisit(kept) ? origin + kept : href;
  frame.title = "Autodiagnostic Innovation sociale" + (rank ? ` (${rank + 1})` : "");
  frame.referrerPolicy = "origin";
  frame.allow = "clipboard-write";
  frame.style.cssText = `display:block;width:100%;border:0;height:600px;min-height:${parseInt(minHeight, 10) || 0}px`;
  frame.style.background = ground;

  const at = () => frame.getBoundingClientRect().top;

  // Where the host's header ends: a height, the header itself, or the frame's own style.
  function headerBottom(top) {
    const pixels = parseFloat(offset || getComputedStyle(frame).scrollMarginTop);
    if (pixels >= 0) return top + pixels;
    return Math.max(top, document.querySelector(offset)?.getBoundingClientRect().bottom ?? 0);
  }

  // What scrolls the frame, the nearest pane else the window, and what of it can be read.
  function findRoom() {
    let pane = frame.parentElement;
    const scrolls = () => /auto|scroll/.test(getComputedStyle(pane).overflowY) && pane.scrollHeight > pane.clientHeight;
    while (pane !== document.body && !scrolls()) pane = pane.parentElement;
    const page = pane === document.body;
    const { top, bottom } = page ? { top: 0, bottom: innerHeight } : pane.getBoundingClientRect();
    const start = Math.max(top, 0);
    return { pane: page ? window : pane, start, top: headerBottom(start), bottom: Math.min(bottom, innerHeight) };
  }

  // What must be read, clear of the host's header; of a new screen, the frame's top too.
  function bringIntoView(within, screen) {
    const { pane, start, top, bottom } = findRoom();
    if (screen && (at() < top || at() >= bottom)) {
      if (offset) frame.style.scrollMarginTop = `${top - start}px`;
      frame.scrollIntoView({ behavior: "instant" });
    }
    const place = at() + within;
    if (place >= top && place <= bottom - 160) return;
    const by = { top: place - top - 24, behavior: "instant" };
    pane.scrollBy(by);
    if (at() + within === place) document.body.scrollBy(by); // a body that scrolls by itself
  }

  // In the history's own entry: a reload or Back finds the visit again.
  function keep(path) {
    const state = history.state ?? {};
    if (!resumes || !isVisit(path) || typeof state !== "object") return;
    history.replaceState({ ...state, aract: { ...state.aract, [rank]: path } }, "");
  }

  const whole = (number) => Number.isInteger(number) && number > 0 && number < 1e5;

  addEventListener("message", ({ source: sender, origin: from, data }) => {
    const opaque = frame.sandbox.length && !frame.sandbox.contains("allow-same-origin");
    if (!sender || sender !== frame.contentWindow || from !== (opaque ? "null" : origin) || data?.aract !== 1) return;
    if (data.type === "place") return keep(data.path);
    const within = whole(data.top) ? data.top : 0;
    if (data.type === "notice") return bringIntoView(within);
    if (!["ready", "height", "step", "finished"].includes(data.type)) return;
    const { type, height, rank: nth, total } = data;
    const detail = { source };
    if (type === "ready") sender.postMessage({ aract: 1, type: "hello", again: pages++ > 0 }, opaque ? "*" : origin);
    if (type === "height") {
      if (!whole(height)) return;
      frame.style.height = `${height}px`;
    }
    if (type === "step" && whole(nth) && whole(total)) Object.assign(detail, { rank: nth, total });
    frame.dispatchEvent(new CustomEvent(`aract:${type}`, { bubbles: true, detail }));
    if (type === "step") bringIntoView(within, true); // last: it throws where data-offset is no selector
  });
  // On paper it is an empty page.
  addEventListener("beforeprint", () => { frame.style.display = "none"; });
  addEventListener("afterprint", () => { frame.style.display = "block"; });
  script.after(frame);
})();
