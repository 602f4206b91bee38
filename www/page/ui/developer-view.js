/**
 * The developer view: JSON, payload, commands, options, examples and the table of fields. It is off at first; the choice is
 * stored in this browser, and `theme.js` applies it before the first paint.
 */
import { byId } from "./element.js";

const KEY = "sphinx-case:developer";
const root = document.documentElement;

/** Whether the developer view is shown. */
export const isDeveloperView = () => root.dataset.developer !== undefined;

function show(isShown) {
  byId("developer").checked = isShown;
  if (isShown) root.dataset.developer = "";
  else delete root.dataset.developer;
}

/** Starts the switch. @param onChange called when the user turns the view on or off */
export function startDeveloperView(onChange) {
  const input = byId("developer");
  input.checked = isDeveloperView();
  input.addEventListener("change", () => {
    show(input.checked);
    try {
      if (input.checked) localStorage.setItem(KEY, "on");
      else localStorage.removeItem(KEY);
    } catch {
      // The choice applies until the page is left.
    }
    onChange();
  });
}

/** Shows the developer view, because something can only be seen there. The stored choice stays as it is. */
export const openDeveloperView = () => show(true);
