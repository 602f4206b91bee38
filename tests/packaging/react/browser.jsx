/** The page in the browser, on top of what the server has rendered. `?strict` is for React's strict mode. */
import { StrictMode, useState } from "react";
import { hydrateRoot } from "react-dom/client";
import german from "sphinx-case/languages/de";
import { Page, renders } from "./page.jsx";

const root = document.getElementById("root");
const strict = location.search === "?strict";
const problems = [];
const forms = new Set();
const before = root.innerHTML;

function App() {
  const [there, setThere] = useState(true);
  const [language, setLanguage] = useState("en");
  Object.assign(globalThis.test, { setThere, setLanguage });
  return there ? <Page language={language} onForm={(form) => forms.add(form)} /> : null;
}

globalThis.test = {
  renders,
  german,
  problems,
  before,
  forms,
  form: () => [...forms].at(-1),
};

const app = strict ? (
  <StrictMode>
    <App />
  </StrictMode>
) : (
  <App />
);
const report = (error) => problems.push(String(error));
globalThis.test.root = hydrateRoot(root, app, { onRecoverableError: report });
