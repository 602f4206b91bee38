/** The page's own words: every language has the same texts, and each says all that it is given. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";

const folder = new URL("../../www/page/texts/", import.meta.url);
const languages = readdirSync(folder).sort();
const [english, ...others] = await Promise.all(
  ["en.js", ...languages.filter((name) => name !== "en.js")].map(async (name) => ({
    name,
    texts: flat((await import(new URL(name, folder))).default),
  })),
);

/** Every text by its path: `examples.large`. */
function flat(texts, before = "") {
  return new Map(
    Object.entries(texts).flatMap(([key, text]) =>
      typeof text === "object" ? [...flat(text, `${before}${key}.`)] : [[before + key, text]],
    ),
  );
}

/**
 * The text for numbers or for words, and the names of the parameters that it reads. What is given for each is unlike
 * anything that is written in a text, so that it is seen whether it comes out.
 */
function rendered(text, number) {
  if (typeof text !== "function") return { said: text, read: [], lost: [] };
  const given = {};
  const read = new Set();
  const params = new Proxy(given, {
    get(_, name) {
      read.add(name);
      given[name] ??= number ?? `<${name}>`;
      return given[name];
    },
  });
  const said = text(params);
  const lost = number === undefined ? [...read].filter((name) => !said.includes(`<${name}>`)) : [];
  return { said, read: [...read].sort(), lost };
}

describe("the texts of the page", () => {
  test("exist in every language that has a catalogue", () => {
    const catalogues = readdirSync(new URL("../../src/messages/", import.meta.url)).filter((name) =>
      name.endsWith(".json"),
    );
    assert.deepEqual(
      languages,
      catalogues.map((name) => name.replace(/json$/, "js")),
    );
  });

  for (const { name, texts } of [english, ...others]) {
    test(`${name}: the same keys as in English, in the same order`, () => {
      assert.deepEqual([...texts.keys()], [...english.texts.keys()]);
    });

    test(`${name}: the same parameters as in English, and each is said`, () => {
      for (const [key, text] of texts) {
        const { said, read, lost } = rendered(text);
        assert.deepEqual(read, rendered(english.texts.get(key)).read, key);
        assert.deepEqual(lost, [], `${key}: ${said}`);
        for (const number of [0, 1, 2, 1234]) {
          const counted = rendered(text, number).said;
          assert.doesNotMatch(counted, /undefined|NaN|\[object/, key);
        }
      }
    });

    test(`${name}: no text is empty, and what stands for itself stands in all`, () => {
      for (const [key, text] of texts) {
        const { said } = rendered(text);
        assert.equal(said, said.trim(), key);
        assert.notEqual(said, "", key);
        // Placeholders that nobody fills, and code in backticks that is to be typed as it stands.
        assert.doesNotMatch(said, /\$\{|\{\w*\}/, key);
        const typed = (words) => words.match(/`[^`]+`/g)?.sort() ?? [];
        assert.deepEqual(typed(said), typed(rendered(english.texts.get(key)).said), key);
      }
    });
  }
});

test("French punctuation is never separated by a space that can break the line", () => {
  const catalogue = JSON.parse(readFileSync(new URL("../../src/messages/fr.json", import.meta.url), "utf8"));
  const texts = JSON.stringify(catalogue) + readFileSync(new URL("fr.js", folder), "utf8").replace(/<= 1 \?.*/, "");
  const page = readFileSync(new URL("../../www/index.html", import.meta.url), "utf8");
  const french = [...page.matchAll(/lang="fr">([^<]*)</g)].map(([, text]) => text).join("\n");
  for (const text of [texts, french])
    assert.deepEqual(text.match(/.{0,20} [;!?»](?![:.]).{0,5}|.{0,20}[^,{] :.{0,5}|« .{0,10}/g), null);
});
