/** Tables that the style sheet stacks on narrow screens. */
import { element } from "./element.js";

/**
 * Makes a table. After it is stacked, some browsers no longer treat it as a table; the roles restore that.
 * @param labelledBy the id of the element that names the table
 * @param columns the texts of the column headings
 * @param rows the content of the cells of each row, as arrays of nodes and texts; the first cell is the heading of the row
 */
export function makeTable(labelledBy, columns, rows) {
  const heading = (column) => element("th", { role: "columnheader", scope: "col" }, column);
  const cell = (content, index) =>
    element(
      ...(index === 0 ? ["th", { role: "rowheader", scope: "row" }] : ["td", { role: "cell" }]),
      ...content.filter((part) => part !== ""),
    );
  const row = (cells) => {
    const made = element("tr", { role: "row" }, ...cells.map(cell));
    columns.forEach((column, index) => {
      made.children[index].dataset.label = column;
    });
    return made;
  };
  return element(
    "table",
    { class: "listing", role: "table", "aria-labelledby": labelledBy },
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...columns.map(heading))),
    element("tbody", { role: "rowgroup" }, ...rows.map(row)),
  );
}
