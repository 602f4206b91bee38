/**
 * Messages in every language: equal to those the Rust core renders natively (`target/corpus/languages.json`, written by
 * `cargo test --test core languages`), and replaceable by one's own.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { lines, require, sphinx } from "./package.mjs";

const { addLanguage, buildPayload, checkField, createCaseSchema, renderMessage, validate } = sphinx;
const nativePath = fileURLToPath(new URL("../../target/corpus/languages.json", import.meta.url));
if (!existsSync(nativePath))
  throw new Error("there is no target/corpus/languages.json yet: run `cargo test --test core languages` first");
const native = JSON.parse(readFileSync(nativePath, "utf8"));

/** The languages besides English. */
const TRANSLATED = require("sphinx-case/languages/list");
const catalogues = Object.fromEntries(TRANSLATED.map((tag) => [tag, require(`sphinx-case/languages/${tag}`)]));
const { de } = catalogues;

/** Three issues, one of them with numbers. */
const BAD = { customer: { full_name: "x".repeat(1256) }, chekcs: [], case_config: "" };

test("an unknown language falls back to English, and a list of tags to the first known one", () => {
  const required = { code: "required", params: {} };
  const english = renderMessage(required);
  assert.equal(renderMessage(required, "de-AT"), english, "not added yet");
  for (const tag of TRANSLATED) addLanguage(catalogues[tag]);
  for (const language of ["tlh", "", "-", "d", "dex", "constructor", [], ["tlh", "xx-YY"]]) {
    assert.equal(renderMessage(required, language), english, JSON.stringify(language));
    assert.equal(validate({}, { language }).issues[0].message, validate({}).issues[0].message);
  }
  for (const language of ["de-AT", ["tlh", "de-CH", "fr"], ["de", "en"]])
    assert.equal(renderMessage(required, language), renderMessage(required, "de"), JSON.stringify(language));
  for (const language of [null, 1, {}, true, [1], ["de", null]])
    for (const call of [
      () => validate(BAD, { language }),
      () => renderMessage({ code: "required", params: {} }, language),
    ])
      assert.throws(call, { name: "TypeError", message: /language must be/ });
  assert.throws(() => addLanguage({}), { name: "TypeError" });
});

describe("a mistake in a catalogue is named when it is added", () => {
  for (const [what, catalogue, message] of [
    ["a tag", { language: "x" }, /language must be a language tag/],
    ["a section", { language: "nl", message: {} }, /"nl": message is not one of language, messages/],
    ["a section that is not an object", { language: "nl", messages: "x" }, /messages must be an object/],
    ["a message", { language: "nl", messages: { requierd: "x" } }, /messages\.requierd is not a message/],
    [
      "a text",
      { language: "nl", messages: { required: 5 } },
      /messages\.required must be a string \(received: number\)/,
    ],
    [
      "a param",
      { language: "nl", messages: { too_long: "hoogstens {maximum}" } },
      /messages\.too_long has the unknown param \{maximum\}; the params are max, actual/,
    ],
    [
      "a param in a plural",
      { language: "nl", messages: { too_long: "{max, plural, one {{x}} other {#}}" } },
      /unknown param \{x\}/,
    ],
    ["a param of a text without params", { language: "nl", messages: { required: "{x}" } }, /this text has no params/],
    [
      "a brace",
      { language: "nl", messages: { too_long: "hoogstens {max" } },
      /messages\.too_long has unbalanced braces/,
    ],
    ["another brace", { language: "nl", messages: { too_long: "max} {" } }, /unbalanced braces/],
    [
      "a format",
      { language: "nl", messages: { too_long: "{max, select, a {x} other {y}}" } },
      /has \{max, select.*expected \{name\}/,
    ],
    ["an empty param", { language: "nl", messages: { too_long: "{}" } }, /has \{\}; expected/],
    [
      "a plural without other",
      { language: "nl", messages: { too_long: "{max, plural, one {x}}" } },
      /a plural without "other"/,
    ],
    [
      "a plural category",
      { language: "nl", messages: { too_long: "{max, plural, =1 {x} other {y}}" } },
      /category "=1"/,
    ],
    [
      "a field",
      { language: "nl", fields: { "checks[0].check_type": { label: "x" } } },
      /fields\.checks\[0\]\.check_type is not a field/,
    ],
    [
      "a member of a field",
      { language: "nl", fields: { checks: { lable: "x" } } },
      /fields\.checks\.lable is not label or hint/,
    ],
    ["a field with options", { language: "nl", options: { nope: {} } }, /options\.nope is not a field/],
    [
      "an option",
      { language: "nl", options: { "checks[].check_type": { PEP: 1 } } },
      /options\.checks\[\]\.check_type\.PEP must be a string/,
    ],
    ["a text of a form", { language: "nl", form: { nope: "x" } }, /form\.nope is not a text of the form library/],
    [
      "a param of a form",
      { language: "nl", form: { row_added: "{x}" } },
      /form\.row_added has the unknown param \{x\}; the params are row/,
    ],
  ])
    test(what, () => assert.throws(() => addLanguage(catalogue), { name: "TypeError", message }));

  test("and the catalogue is then not added", () => {
    assert.throws(() => addLanguage({ language: "nl", messages: { required: "verplicht", nope: "" } }));
    assert.equal(
      renderMessage({ code: "required", params: {} }, "nl"),
      renderMessage({ code: "required", params: {} }),
    );
  });
});

describe("every code, variant, number and plural form is said as natively", () => {
  for (const tag of ["en", ...TRANSLATED]) {
    test(tag, () => {
      assert.equal(native.length > 100, true);
      for (const { code, params, messages } of native) {
        const message = renderMessage({ code, params }, tag);
        assert.equal(message, messages[tag], JSON.stringify({ code, params }));
        if (!JSON.stringify(params).includes("{")) assert.doesNotMatch(message, /[{}#]|undefined/);
        if (tag !== "en") assert.equal(renderMessage({ code, params }, catalogues[tag]), message);
      }
    });

    test(`${tag}: numbers and plurals are those of Intl`, () => {
      const numbers = new Intl.NumberFormat(tag);
      for (const { code, params, messages } of native.filter(({ code }) => code === "out_of_range")) {
        const written = /^-?\d{1,40}$/.test(params.max) ? numbers.format(BigInt(params.max)) : String(params.max);
        assert.equal(messages[tag].includes(written), true, `${code}: ${messages[tag]} has ${written}`);
      }
      const forms = {
        de: { one: "Ebene", other: "Ebenen" },
        en: { one: "level", other: "levels" },
        es: { one: "nivel", other: "niveles" },
        fr: { one: "niveau", other: "niveaux" },
        pl: { one: "poziom", few: "poziomy", many: "poziomów" },
      };
      const plurals = new Intl.PluralRules(tag);
      for (const max of [0, 1, 2, 5, 10, 11, 21, 100, 101, 1000, 1_000_000, 2_000_000, 1_000_001]) {
        // A category without a form of its own, such as the Spanish "many", has that of "other".
        const expected = forms[tag][plurals.select(max)] ?? forms[tag].other;
        const message = renderMessage({ code: "too_deep", params: { max } }, tag);
        assert.equal(new RegExp(`\\s${expected}(\\s|$)`).test(message.replace(numbers.format(max), "")), true, message);
      }
    });
  }
});

describe("the option language", () => {
  const german = ["Geben Sie höchstens 255 Zeichen ein (derzeit 1.256)", "Dieses Feld darf nicht leer sein"];

  test("holds for every function, as a tag, as that of a country, and as a catalogue", async () => {
    for (const language of ["de", "de-AT", "DE-de-1996", de]) {
      const options = { language };
      const { issues } = validate(BAD, options);
      assert.deepEqual(
        issues.slice(0, 2).map(({ message }) => message),
        german,
      );
      assert.deepEqual(buildPayload(BAD, options).issues, issues);
      assert.deepEqual(
        buildPayload({ customer_id: 1 }, options).warnings,
        validate({ customer_id: 1 }, options).issues,
      );
      assert.deepEqual(checkField(BAD, "case_config", options)[0].message, german[1]);
      assert.deepEqual(createCaseSchema(options)["~standard"].validate(BAD).issues, issues);
      assert.deepEqual(createCaseSchema()["~standard"].validate(BAD, { libraryOptions: options }).issues, issues);
      const text = JSON.stringify(BAD);
      const out = await collect(lines.caseLines(options), text);
      assert.equal(out, `${JSON.stringify({ line: 1, issues: validate(text, options).issues })}\n`);
      assert.match(out, /Dieses Feld darf nicht leer sein/);
    }
  });

  test("only changes the messages", () => {
    const without = (issues) => issues.map(({ message, ...issue }) => issue);
    assert.deepEqual(without(validate(BAD, { language: "fr" }).issues), without(validate(BAD).issues));
    assert.notDeepEqual(validate(BAD, { language: "fr" }).issues, validate(BAD).issues);
  });

  test("an input over the limit, which the core never sees, is told of in it too", () => {
    const [issue] = validate("x".repeat(2000), { maxBytes: 1000, language: "de" }).issues;
    assert.equal(issue.message, "Die Eingabe überschreitet das Limit von 1.000 Byte (erhalten: 2.000)");
    assert.deepEqual(Object.keys(issue).slice(0, 7), [
      "severity",
      "code",
      "path",
      "pointer",
      "name",
      "params",
      "message",
    ]);
  });

  test("goes with the other options, which are still looked at", () => {
    assert.throws(() => validate(BAD, { language: "de", defaults: "some" }), {
      name: "TypeError",
      message: /defaults/,
    });
    assert.throws(() => validate(BAD, { langauge: "de" }), { name: "TypeError", message: /langauge.*language/ });
    assert.equal(validate({ customer_id: 1 }, { language: "de", rules: { nothing_to_start: "error" } }).valid, false);
    assert.equal(validate({ customer_id: 1 }, { language: undefined }).issues[0].message.startsWith("The case"), true);
  });
});

describe("a catalogue of one's own", () => {
  // Ukrainian has the plural categories of Polish.
  const ukrainian = {
    language: "uk",
    messages: {
      required: "є обов’язковим",
      too_deep: "має понад {max, plural, one {# рівень} few {# рівні} many {# рівнів} other {# рівня}}",
      too_long: "має {actual, number} знаків",
      invalid_url: "не є адресою",
    },
  };

  test("says what it has, in the forms of its language, and leaves the rest to English", () => {
    const say = (code, params = {}) => renderMessage({ code, params }, ukrainian);
    assert.equal(say("required"), "є обов’язковим");
    for (const [max, text] of [
      [1, "1 рівень"],
      [2, "2 рівні"],
      [5, "5 рівнів"],
      [22, "22 рівні"],
    ])
      assert.equal(say("too_deep", { max }), `має понад ${text}`);
    const number = new Intl.NumberFormat("uk").format(12_345);
    assert.equal(say("too_long", { max: 255, actual: 12_345 }), `має ${number} знаків`);
    assert.equal(say("invalid_url", { reason: "scheme" }), "не є адресою", "a variant it lacks is its code");
    assert.equal(
      say("retention_over_a_year", { max: 1365 }).startsWith("The retention period is longer than 1,365 days,"),
      true,
    );
    assert.equal(say("made_up"), "made_up");
    assert.equal(say("toString"), "toString");
  });

  test("can be added, and can replace another, English included", () => {
    addLanguage(ukrainian);
    assert.equal(
      validate({ customer: {}, case_config: "k" }, { language: "uk-UA" }).issues[0].message,
      "є обов’язковим",
    );
    const english = { language: "en", messages: { required: "please fill this in" } };
    addLanguage(english);
    try {
      const [issue] = validate({ customer: {}, case_config: "k" }).issues;
      assert.equal(issue.message, "please fill this in");
      assert.equal(renderMessage({ code: "blank", params: {} }), "This field cannot be blank");
    } finally {
      addLanguage({ language: "en" });
    }
    assert.equal(renderMessage({ code: "required", params: {} }), "This field is required");
  });

  test("that is written wrong never throws", () => {
    const texts = [
      "{",
      "}",
      "{}",
      "{max",
      "{max, plural}",
      "{max, plural, one {}",
      "{max, plural, few {#}}",
      "{a, date}",
      "#",
    ];
    for (const text of texts) {
      const message = renderMessage(
        { code: "too_deep", params: { max: 1 } },
        { language: "??", messages: { too_deep: text } },
      );
      assert.equal(typeof message, "string");
    }
    for (const messages of [undefined, null, {}, { too_deep: 1 }])
      assert.match(
        renderMessage({ code: "too_deep", params: { max: 1 } }, { language: "xx", messages }),
        /1 level deep$/,
      );
    assert.equal(renderMessage({ code: "required" }, de), "Dieses Feld ist erforderlich");
  });
});

describe("words of one's own for single messages", async () => {
  // For the form library within the package, so not to be reached from outside.
  const source = buildSync({
    entryPoints: [fileURLToPath(new URL("../../npm/src/issues/message.ts", import.meta.url))],
    bundle: true,
    format: "esm",
    write: false,
  }).outputFiles[0].text;
  const { renderText, renderWith } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  const { issues } = validate({ customer: {}, checks: [{ delete_after: 12_345 }], webhook_url: "ftp://x" });
  const find = (code) => issues.find((issue) => issue.code === code);

  test("the most specific is taken", () => {
    const overrides = {
      required: "muss sein",
      "customer.full_name:required": "Bitte nennen Sie einen Namen",
      "checks[].delete_after:retention_over_a_year": "über {max, number} von {max}",
      invalid_url: "keine Adresse",
      "invalid_url.scheme": (issue) => `nicht ${issue.params.reason}: ${issue.name}`,
    };
    const say = (code, changed = {}) => renderWith({ ...find(code), ...changed }, { catalogue: de, overrides });
    assert.equal(say("required"), "Bitte nennen Sie einen Namen");
    assert.equal(say("required", { path: ["customer"] }), "muss sein");
    assert.equal(say("retention_over_a_year", { params: { max: 1365 } }), "über 1.365 von 1365");
    assert.equal(say("invalid_url"), "nicht scheme: webhook_url");
    assert.equal(say("invalid_url", { params: { reason: "host" } }), "keine Adresse");
    assert.equal(say("missing_check_type"), de.messages.missing_check_type);
  });

  test("the other texts of a catalogue have the same forms", () => {
    const days = (days) => TRANSLATED.map((tag) => renderText(catalogues[tag].form.after_days, { days }, tag));
    assert.deepEqual(days(1), [
      "Nach 1 Tag löschen",
      "Eliminar después de 1 día",
      "Supprimer après 1 jour",
      "Usuń po 1 dniu",
    ]);
    assert.deepEqual(days(12_345), [
      "Nach 12.345 Tagen löschen",
      "Eliminar después de 12.345 días",
      "Supprimer après 12\u202f345 jours",
      "Usuń po 12\u00a0345 dniach",
    ]);
    assert.equal(renderText(de.form.remove_row, { row: "Prüfung 2" }, "de"), "Prüfung 2 entfernen");
  });

  test("without any, it is the catalogue's message", () => {
    for (const issue of issues) {
      assert.equal(renderWith(issue, { catalogue: de }), renderMessage(issue, "de"));
      assert.equal(renderWith(issue, { catalogue: de, overrides: {} }), renderMessage(issue, "de"));
    }
  });
});

async function collect(stream, text) {
  let out = "";
  for await (const chunk of ReadableStream.from([text]).pipeThrough(stream)) out += Buffer.from(chunk).toString("utf8");
  return out;
}
