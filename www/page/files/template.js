/** The template of a table, to download. */
import { csvTemplate } from "../../pkg/csv.js";
import { byId, element } from "../ui/element.js";

/** Excel expects a semicolon where the comma is the decimal separator, and keeps UTF-8 after a byte order mark. */
function template(options) {
  const hasDecimalComma = (1.5).toLocaleString(navigator.language).includes(",");
  return `\ufeff${csvTemplate(options).replaceAll(",", hasDecimalComma ? ";" : ",")}`;
}

/** @param readOptions returns the options whose revision says which fields there are */
export function listenTemplate(readOptions) {
  byId("file-template").addEventListener("click", () => {
    const { revision } = readOptions();
    const address = URL.createObjectURL(new Blob([template({ revision })], { type: "text/csv" }));
    element("a", { href: address, download: "cases.csv" }).click();
    URL.revokeObjectURL(address);
  });
}
