/** The page as a server renders it. */
import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { Page } from "./page.jsx";

console.log(
  renderToString(
    <StrictMode>
      <Page />
    </StrictMode>,
  ),
);
