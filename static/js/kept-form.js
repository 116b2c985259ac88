// A visit being told, kept in this tab as it is typed: a lost network or a session that ended takes nothing away.
// What is recorded is forgotten here, as soon as a page says so.
const PREFIX = "visit:";
const form = document.querySelector("form[data-kept]");

for (const recorded of document.querySelectorAll("[data-recorded]")) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX) && sessionStorage.getItem(key).includes(recorded.dataset.recorded)) {
      sessionStorage.removeItem(key);
    }
  }
}

function typed() {
  const fields = new FormData(form);
  for (const name of ["csrf_token", "version", "geste"]) fields.delete(name);
  return JSON.stringify([...fields]);
}

function fill(pairs) {
  for (const field of form.elements) {
    if (["csrf_token", "version", "geste"].includes(field.name)) continue;
    const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

if (form) {
  const key = PREFIX + form.dataset.kept;
  const kept = sessionStorage.getItem(key);
  const notice = document.getElementById("kept");
  if (kept && kept !== typed() && !document.getElementById("error-summary")) {
    const fresh = JSON.parse(typed());
    fill(JSON.parse(kept));
    notice.hidden = false;
    notice.querySelector("button").addEventListener("click", () => {
      fill(fresh);
      sessionStorage.removeItem(key);
      notice.hidden = true;
      form.querySelector("textarea").focus();
    });
  }
  form.addEventListener("input", () => sessionStorage.setItem(key, typed()));
}
