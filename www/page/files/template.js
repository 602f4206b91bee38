/** The template of a table, to download. */
import { byId, element } from "../ui/element.js";
import { t } from "../ui/language.js";
import { confirm } from "../ui/status.js";
import { loadTables } from "./tables.js";

/** How long the browser may take to begin a download, in milliseconds. */
const BEGINNING = 10_000;

/** Excel expects a semicolon where the comma is the decimal separator, and keeps UTF-8 after a byte order mark. */
function forExcel(template) {
  const hasDecimalComma = (1.5).toLocaleString(navigator.language).includes(",");
  return `\ufeff${template.replaceAll(",", hasDecimalComma ? ";" : ",")}`;
}

/** @param readOptions returns the options, whose revision says which fields there are */
export function listenTemplate(readOptions) {
  byId("file-template").addEventListener("click", async () => {
    try {
      const { csvTemplate } = await loadTables();
      const { revision } = readOptions();
      const address = URL.createObjectURL(new Blob([forExcel(csvTemplate({ revision }))], { type: "text/csv" }));
      element("a", { href: address, download: "cases.csv" }).click();
      setTimeout(() => URL.revokeObjectURL(address), BEGINNING);
    } catch {
      confirm(t("file_no_template"));
    }
  });
}
