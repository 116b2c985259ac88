// In a sandbox without allow-same-origin nothing can be fetched: the forms and links do the whole journey by themselves.
if (self.origin === "null") document.body.setAttribute("hx-ignore", "");
