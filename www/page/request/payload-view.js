/** The payload, its default values, the curl command and the raw request; or a note if there are errors. */
import { fields } from "../../pkg/index.js";
import { curlCommand } from "../formats/curl.js";
import { httpRequest } from "../formats/http-request.js";
import { layOut } from "../formats/json-layout.js";
import { copyButton } from "../ui/copy.js";
import { byId, descriptionLine, element, withCode } from "../ui/element.js";
import { fieldText, t } from "../ui/language.js";

/** The maximum length of the payload or command that is shown, in UTF-16 units. Copying is not limited. */
const MAX_SHOWN = 20_000;

export class PayloadView {
  #result = { body: undefined, bytes: 0, defaulted: [] };
  #defaults = "explicit";

  constructor() {
    byId("pretty").addEventListener("change", () => this.#drawBody());
    copyButton(byId("payload-copy"), "the_payload", () => this.#result.body);
    copyButton(byId("curl-copy"), "the_command", () => curlCommand(this.#result.body, this.#result.bytes));
    copyButton(byId("http-copy"), "the_request", () => httpRequest(this.#result.body, this.#result.bytes));
  }

  show(result, options) {
    this.#result = result;
    this.#defaults = options.defaults;
    const present = result.body !== undefined;
    for (const part of document.querySelectorAll("[data-present]")) part.hidden = !present;
    for (const part of document.querySelectorAll("[data-none]")) {
      part.hidden = present;
      part.textContent = t("no_payload");
    }
    if (!present) return;
    this.#drawDefaults();
    this.#drawBody();
    this.#drawText("curl", curlCommand(result.body, result.bytes));
    this.#drawText("http", httpRequest(result.body, result.bytes));
  }

  #drawDefaults() {
    const { defaulted } = this.#result;
    const list = byId("defaults-list");
    if (this.#defaults === "omit") {
      list.replaceChildren(descriptionLine(t("defaults"), t("left_out_note")));
      return;
    }
    if (defaulted.length === 0) {
      list.replaceChildren(descriptionLine(t("defaults"), t("nothing_filled_in")));
      return;
    }
    list.replaceChildren(
      element(
        "div",
        { class: "filled-in-title" },
        element("dt", {}, t("filled_in")),
        element("dd", {}, t("filled_in_note")),
      ),
      ...defaulted.map((path) => {
        const field = fields.find((candidate) => candidate.path === path);
        const term = element("code", {}, field ? `${path}: ${JSON.stringify(field.default)}` : path);
        return descriptionLine(term, ...withCode(fieldText(path, "hint")));
      }),
    );
  }

  #drawBody() {
    const { body, bytes, defaulted } = this.#result;
    if (body === undefined) return;
    const pretty = byId("pretty").checked;
    const { parts, cut } = drawJson(body, { pretty, filledIn: new Set(defaulted) });
    byId("payload").replaceChildren(...parts);
    byId("payload").classList.toggle("wrap", !pretty);
    byId("payload-note").textContent = [
      t("bytes", { count: bytes }),
      t(pretty ? "payload_pretty" : "payload_exact"),
      cut && t("only_beginning"),
    ]
      .filter(Boolean)
      .join(" ");
  }

  /** Shows the command or the request, with its note. */
  #drawText(id, text) {
    byId(id).textContent = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)} …` : text;
    byId(`${id}-note`).replaceChildren(
      ...withCode(t(`${id}_note`)),
      text.startsWith("printf") ? ` ${t("curl_piped")}` : "",
      text.length > MAX_SHOWN ? ` ${t("only_beginning")}` : "",
    );
  }
}

/** The beginning of a body as colored elements. Default values are marked. */
export function drawJson(body, { pretty, filledIn = new Set() }) {
  const parts = [];
  let length = 0;
  let highlight;
  for (const token of layOut(body, { pretty })) {
    const { kind, depth, rootKey } = token;
    const text = token.text.slice(0, MAX_SHOWN - length);
    const piece = kind === "mark" || kind === "space" ? text : element("span", { class: `json-${kind}` }, text);
    const isFilledIn = rootKey !== undefined && filledIn.has(rootKey) && !(depth === 1 && text === ",");
    if (isFilledIn && (highlight || kind === "key")) {
      if (!highlight) {
        highlight = element("mark", { class: "filled-in" });
        parts.push(highlight);
      }
      highlight.append(piece);
    } else {
      highlight = undefined;
      parts.push(piece);
    }
    length += text.length;
    if (length >= MAX_SHOWN) return { parts: [...parts, " …"], cut: true };
  }
  return { parts, cut: false };
}
