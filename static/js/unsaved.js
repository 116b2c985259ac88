// What is typed and not sent is never lost without asking: a link asks here, in our words; Back, a reload or a closed
// tab asks in the browser's. Nothing is kept on the machine.
const main = document.getElementById("content");
const dialog = document.getElementById("unsaved");
const later = dialog.querySelector("[value=save]"); // save, then follow the link: where a form says it can
let link = null; // the one that asked
let sent = null;
let left = false;

const APART = ["hidden", "submit", "button", "file"];
const ticks = (field) => field.type === "checkbox" || field.type === "radio";
const kept = (field) => field.name && !(ticks(field) && field.autocomplete === "off"); // the list's ticks are not

function changed(field) {
  if (!kept(field) || APART.includes(field.type)) return false;
  if (ticks(field)) return field.checked !== field.defaultChecked;
  if (field.type !== "select-one") return field.value !== field.defaultValue;
  return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
}

function holds(field) {
  if (!kept(field) || field.name === "csrf_token") return false;
  if (ticks(field)) return field.checked;
  return (field.type === "hidden" || !APART.includes(field.type)) && Boolean(field.value);
}

// A page that shows again what was refused, or carries it along, says so: there, all that stands in a form is unsaved.
function unsaved() {
  const lost = "unsaved" in main.dataset ? holds : changed;
  const forms = [...main.querySelectorAll("form[method=post]")];
  // What a form keeps itself, in this tab, isn't lost.
  const open = forms.filter((form) => form !== sent && !("kept" in form.dataset));
  return open.filter((form) => [...form.elements].some((field) => lost(field) || changed(field)));
}

function leaves(event) {
  const here = event.target.closest("a[href]");
  const elsewhere = event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey;
  if (!here || elsewhere || here.target || here.origin !== location.origin) return null;
  const anchor = here.hash && here.pathname + here.search === location.pathname + location.search;
  return anchor ? null : here;
}

document.addEventListener("click", (event) => {
  const asked = leaves(event);
  const forms = asked ? unsaved() : [];
  if (!forms.length) return;
  event.preventDefault();
  link = asked;
  later.hidden = forms.length > 1 || !("goesOn" in forms[0].dataset);
  dialog.returnValue = "";
  dialog.showModal();
});

dialog.addEventListener("close", () => {
  if (dialog.returnValue === "leave") {
    left = true;
    location.assign(link.href);
  }
  if (dialog.returnValue === "save") {
    const [form] = unsaved();
    const onward = Object.assign(document.createElement("input"), { type: "hidden", name: "suite" });
    onward.value = link.href.slice(link.origin.length);
    form.append(onward);
    form.requestSubmit();
  }
});

addEventListener("submit", (event) => {
  if (!event.defaultPrevented) sent = event.target;
});

addEventListener("beforeunload", (event) => {
  const asks = !left && unsaved().length > 0;
  sent = null; // what was sent may come back as a file, and the page stay
  if (!asks) return;
  event.preventDefault();
  event.returnValue = true; // for browsers of before 2023
});

addEventListener("pageshow", () => {
  left = false;
});
