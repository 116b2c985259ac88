// Puts the Aract's questionnaire where this script stands and follows its height.
// data-min-height: pixels before the first measure (600). data-source: a label given back with every event, to tell
// several questionnaires of one page apart. Events on the frame: aract:ready, aract:height, aract:step, aract:finished.
(() => {
  const script = document.currentScript;
  const { origin } = new URL(script.src);
  const { minHeight = "600", source = "" } = script.dataset;
  const frame = document.createElement("iframe");
  frame.src = `${origin}/integre`;
  frame.title = "Autodiagnostic Innovation sociale";
  frame.referrerPolicy = "origin";
  frame.style.cssText = `display:block;width:100%;border:0;height:${parseInt(minHeight, 10) || 600}px`;
  script.after(frame);

  addEventListener("message", ({ source: sender, origin: from, data }) => {
    if (sender !== frame.contentWindow || (from !== origin && from !== "null")) return;
    if (data?.aract !== 1 || typeof data.type !== "string") return;
    if (data.type === "ready") sender.postMessage({ aract: 1, type: "hello" }, from === "null" ? "*" : origin);
    if (data.type === "height" && data.height > 0 && data.height < 1e5) frame.style.height = `${Math.ceil(data.height)}px`;
    if (data.type === "step") {
      const { top } = frame.getBoundingClientRect();
      if (top < 0 || top > innerHeight) frame.scrollIntoView({ block: "start" });
    }
    frame.dispatchEvent(new CustomEvent(`aract:${data.type}`, { bubbles: true, detail: { source } }));
  });
})();
