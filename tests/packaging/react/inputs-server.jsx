/** The apps as a server renders them, as JSON. */
import { renderToString } from "react-dom/server";
import { APPS } from "./inputs.jsx";

const rendered = Object.entries(APPS).map(([name, App]) => [name, renderToString(<App />)]);
console.log(JSON.stringify(Object.fromEntries(rendered)));
