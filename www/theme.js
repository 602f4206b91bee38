// Sets the chosen theme and view before the first paint, so that a dark page never flashes white and nothing moves. A
// classic script on purpose: modules run too late for this.
(() => {
  try {
    const theme = localStorage.getItem("sphinx-case:theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    if (localStorage.getItem("sphinx-case:developer") === "on") document.documentElement.dataset.developer = "";
  } catch {
    // Storage is forbidden: the system's preference holds, and the developer view is off.
  }
})();
