/** Hydrates the app that the page is for when the test says so. */
import { hydrateRoot } from "react-dom/client";
import { APPS } from "./inputs.jsx";

const root = document.getElementById("root");
const App = APPS[root.dataset.app];
globalThis.problems = [];
globalThis.hydrate = () =>
  hydrateRoot(root, <App />, { onRecoverableError: (error) => globalThis.problems.push(String(error)) });
