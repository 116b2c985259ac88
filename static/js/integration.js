// Puts the Aract's questionnaire where this script stands and follows its height. How to use it: /integration.
(() => {
  const script = document.currentScript;
  const { minHeight, source = "" } = script.dataset;
  const { href, origin } = new URL("integre", script.src);
  const frame = document.createElement("iframe");
  const twins = document.querySelectorAll(`iframe[src="${href}"]`).length;
  let pages = 0;
  frame.src = href;
  frame.title = "Autodiagnostic Innovation sociale" + (twins ? ` (${twins + 1})` : "");
  frame.referrerPolicy = "origin";
  frame.allow = "clipboard-write";
  frame.style.cssText = `display:block;width:100%;border:0;height:600px;min-height:${parseInt(minHeight, 10) || 0}px`;

  addEventListener("message", ({ source: sender, origin: from, data }) => {
    const opaque = frame.sandbox.length && !frame.sandbox.contains("allow-same-origin");
    if (!sender || sender !== frame.contentWindow || from !== (opaque ? "null" : origin)) return;
    if (data?.aract !== 1 || !["ready", "height", "step", "finished"].includes(data.type)) return;
    if (data.type === "ready") {
      sender.postMessage({ aract: 1, type: "hello", again: pages++ > 0 }, opaque ? "*" : origin);
    }
    if (data.type === "height") {
      if (!(Number.isInteger(data.height) && data.height > 0 && data.height < 1e5)) return;
      frame.style.height = `${data.height}px`;
    }
    if (data.type === "step") {
      const { top } = frame.getBoundingClientRect();
      if (top < 0 || top >= innerHeight) frame.scrollIntoView();
    }
    frame.dispatchEvent(new CustomEvent(`aract:${data.type}`, { bubbles: true, detail: { source } }));
  });
  script.after(frame);
})();
