/** The choice of the theme: that of the system, light or dark. `theme.js` applies a stored choice before the first paint. */

const KEY = "sphinx-case:theme";

export function startThemes() {
  const root = document.documentElement;
  for (const input of document.querySelectorAll('input[name="theme"]')) {
    input.checked = input.value === (root.dataset.theme ?? "auto");
    input.addEventListener("change", () => {
      if (input.value === "auto") delete root.dataset.theme;
      else root.dataset.theme = input.value;
      try {
        if (input.value === "auto") localStorage.removeItem(KEY);
        else localStorage.setItem(KEY, input.value);
      } catch {
        // The choice applies until the page is left.
      }
    });
  }
}
