// Enter in the name keeps the proposal; everywhere else in the form it shows what is asked for.
const name = document.getElementById("nom");

name?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  name.form.requestSubmit(document.getElementById("keep"));
});
