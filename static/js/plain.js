// In a sandbox without allow-same-origin, or a tab opened from one, nothing can be fetched: the forms and links do the
// whole journey by themselves. Stands before htmx, which would take the forms over.
if (self.origin === "null") document.body.setAttribute("hx-ignore", "");
