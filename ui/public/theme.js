// Runs before the first paint, so that a dark page does not flash white. A file of its own: the policy allows no inline script.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem("penstock.theme");
  } catch {
    choice = null; // storage may be forbidden
  }
  if (choice !== "light" && choice !== "dark") choice = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.theme = choice;
})();
