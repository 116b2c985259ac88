// Puts the Aract's questionnaire where this script stands and follows its height. How to use it: /integration.
(() => {
  // Put there late (jQuery's .html(), a module, a consent notice), a script doesn't know its own tag: it looks for it.
  const unused = 'script[src*="/integration.js"]:not([data-placed])';
  const itself = document.currentScript;
  const script = itself?.matches(unused) ? itself : document.querySelector(unused);
  if (!script) {
    console.error("Autodiagnostic : laissez dans la page, là où le cadre doit apparaître, la balise <script src> qui mène à integration.js.");
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

  // What scrolls the frame: the nearest pane of the host page that does, else its window.
  function findPane() {
    for (let each = frame.parentElement; each && each !== document.body; each = each.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(each).overflowY) && each.scrollHeight > each.clientHeight) return each;
    }
    return null;
  }

  function headerBottom(paneTop) {
    if (!offset) return paneTop;
    if (offset >= 0) return paneTop + Number(offset);
    return Math.max(paneTop, document.querySelector(offset)?.getBoundingClientRect().bottom ?? 0);
  }

  // The frame's top, then what the visitor must read in it, clear of the host's header.
  function bringIntoView(within) {
    const pane = findPane();
    const box = pane ? pane.getBoundingClientRect() : { top: 0, bottom: innerHeight };
    const top = headerBottom(Math.max(box.top, 0));
    const bottom = Math.min(box.bottom, innerHeight);
    const at = () => frame.getBoundingClientRect().top;
    if (at() < top || at() >= bottom) {
      frame.style.scrollMarginTop = `${top - Math.max(box.top, 0)}px`;
      frame.scrollIntoView({ behavior: "instant" });
    }
    const place = at() + within;
    if (place > bottom - 80) (pane ?? window).scrollBy({ top: place - top - 24, behavior: "instant" });
  }

  // In the history's own entry, beside whatever the host keeps there: a reload or Back finds the visit again.
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
    if (!["ready", "height", "step", "finished"].includes(data.type)) return;
    const detail = { source };
    if (data.type === "ready") {
      sender.postMessage({ aract: 1, type: "hello", again: pages++ > 0 }, opaque ? "*" : origin);
    }
    if (data.type === "height") {
      if (!whole(data.height)) return;
      frame.style.height = `${data.height}px`;
    }
    if (data.type === "step") {
      bringIntoView(whole(data.top) ? data.top : 0);
      if (whole(data.rank) && whole(data.total)) Object.assign(detail, { rank: data.rank, total: data.total });
    }
    frame.dispatchEvent(new CustomEvent(`aract:${data.type}`, { bubbles: true, detail }));
  });
  // On paper a frame is an empty page.
  addEventListener("beforeprint", () => { frame.style.display = "none"; });
  addEventListener("afterprint", () => { frame.style.display = "block"; });
  script.after(frame);
})();
