// Sets the chosen theme before the first paint, so that a dark page never flashes white. A classic
// script on purpose: modules run too late for this.
(() => {
  try {
    const theme = localStorage.getItem("sphinx-case:theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is forbidden: the system's preference holds.
  }
})();
