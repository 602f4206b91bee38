/** The payload, what was filled in, and the curl command: or, when there are errors, why there is none of it. */
import { copyButton } from "./copy.js";
import { curlCommand } from "./curl.js";
import { byId, element, withCode } from "./element.js";
import { layOut } from "./json-layout.js";

/** How much of a long payload or command is drawn; copying always takes all of it. */
const SHOWN = 20_000;

const size = (bytes) => `${bytes.toLocaleString("en")} bytes`;

export class PayloadView {
  #answer = { body: undefined, bytes: 0, defaulted: [] };
  #fields = [];
  #defaults = "explicit";

  constructor() {
    byId("pretty").addEventListener("change", () => this.#drawBody());
    copyButton(byId("payload-copy"), "The payload", () => this.#answer.body);
    copyButton(byId("curl-copy"), "The curl command", () => curlCommand(this.#answer.body, this.#answer.bytes));
  }

  /** The table of fields: where a default's meaning comes from. */
  setFields(fields) {
    this.#fields = fields;
    if (this.#answer.body !== undefined) this.#drawDefaults();
  }

  show(answer, options) {
    this.#answer = answer;
    this.#defaults = options.defaults;
    const present = answer.body !== undefined;
    for (const part of ["payload", "curl"]) {
      byId(`${part}-present`).hidden = !present;
      byId(`${part}-tools`).hidden = !present;
      byId(`${part}-none`).hidden = present;
    }
    byId("payload-none").textContent = "A payload is only built from a request without errors.";
    byId("curl-none").textContent = "The command comes with the payload.";
    if (!present) return;
    this.#drawDefaults();
    this.#drawBody();
    this.#drawCommand();
  }

  #drawDefaults() {
    const { defaulted } = this.#answer;
    const list = byId("defaults-list");
    if (this.#defaults === "omit") {
      list.replaceChildren(note("Values equal to their default are left out; the server fills them in."));
      return;
    }
    if (defaulted.length === 0) {
      list.replaceChildren(note("Nothing had to be filled in: every value with a default was given."));
      return;
    }
    list.replaceChildren(
      element(
        "div",
        { class: "filled-in-title" },
        element("dt", {}, "Filled in"),
        element("dd", {}, "by default, and marked below"),
      ),
      ...defaulted.map((path) => {
        const field = this.#fields.find((candidate) => candidate.path === path);
        return element(
          "div",
          {},
          element("dt", {}, element("code", {}, field ? `${path}: ${JSON.stringify(field.default)}` : path)),
          element("dd", {}, ...withCode(field?.hint ?? "")),
        );
      }),
    );
  }

  #drawBody() {
    const { body, bytes, defaulted } = this.#answer;
    if (body === undefined) return;
    const pretty = byId("pretty").checked;
    const { parts, cut } = drawJson(body, pretty, new Set(defaulted));
    byId("payload").replaceChildren(...parts);
    byId("payload").classList.toggle("wrap", !pretty);
    byId("payload-note").textContent = [
      `${size(bytes)} exactly.`,
      pretty ? "Laid out for reading; the copy is the exact body, on one line." : "This is the exact body.",
      cut && `Only the beginning is drawn here; the copy has all of it.`,
    ]
      .filter(Boolean)
      .join(" ");
  }

  #drawCommand() {
    const { body, bytes } = this.#answer;
    const command = curlCommand(body, bytes);
    byId("curl").textContent = command.length > SHOWN ? `${command.slice(0, SHOWN)} …` : command;
    byId("curl-note").replaceChildren(
      "For sh, bash and zsh, with your token in the environment variable ",
      element("code", {}, "SPHINX_TOKEN"),
      ".",
      command.startsWith("printf")
        ? " The body goes through a pipe, because it is too long or too odd for an argument."
        : "",
      command.length > SHOWN ? " Only the beginning is drawn here; the copy has all of it." : "",
    );
  }
}

const note = (text) => element("div", {}, element("dt", {}, "Defaults"), element("dd", {}, text));

/** The first part of a body as coloured elements; what was filled in is marked. */
function drawJson(body, pretty, filledIn) {
  const parts = [];
  let length = 0;
  let mark;
  for (const token of layOut(body, { pretty })) {
    const { kind, depth, rootKey } = token;
    const text = token.text.slice(0, SHOWN - length);
    const piece = kind === "mark" || kind === "space" ? text : element("span", { class: `json-${kind}` }, text);
    const isFilledIn = rootKey !== undefined && filledIn.has(rootKey) && !(depth === 1 && text === ",");
    if (isFilledIn && (mark || kind === "key")) {
      if (!mark) {
        mark = element("mark", { class: "filled-in" });
        parts.push(mark);
      }
      mark.append(piece);
    } else {
      mark = undefined;
      parts.push(piece);
    }
    length += text.length;
    if (length >= SHOWN) return { parts: [...parts, " …"], cut: true };
  }
  return { parts, cut: false };
}
