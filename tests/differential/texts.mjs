/** Texts near a limit or a rule. */

export const UNITS = [
  "\0",
  "\x01",
  "\x1f",
  " ",
  '"',
  "\\",
  "\x7f",
  "\x85",
  "\xa0",
  "\xad",
  "\u0600",
  "\u061c",
  "\u1680",
  "\u180e",
].concat([
  "\u200b",
  "\u200d",
  "\u2028",
  "\u202e",
  "\u2060",
  "\u3000",
  "\ud800",
  "\udc00",
  "\ufeff",
  "\uffff",
  "😀",
  "👩\u200d🔬",
  "\n",
  "ß",
]);
export const URLS = [
  "http://example.com",
  "HTTPS://example.com",
  "https://localhost",
  "https://a.local",
  "https://a.LOCAL",
  "https://x.internal/y",
].concat(
  [
    "https://127.0.0.1",
    "https://1.2.3",
    "https://0x7f.1",
    "https://a..b",
    "https://a.com.",
    "https://a.com:8080",
    "https://u@a.com",
    "https://[::1]",
  ],
  [
    `https://${"a".repeat(64)}.com`,
    `https://${"a".repeat(63)}.com`,
    `https://${"a.".repeat(130)}com`,
    `https://${`${"a".repeat(46)}.`.repeat(5)}${"b".repeat(18)}/x`,
    `https://${`${"a".repeat(46)}.`.repeat(5)}${"b".repeat(19)}/x`,
    `https://${`${"a".repeat(63)}.`.repeat(3)}${"b".repeat(62)}`,
    "https://a.b.c.d.e.com?x#y",
    "https://a_b.com",
    "https://a.b1",
    "https://a.0x1",
  ],
  [
    "https://a.com/\\x",
    'https://a.com/"',
    "https://a.com/ä",
    "https://a.com ",
    " https://a.com",
    "https://a.com\\@b.c",
    "https://intranet",
    "https://-.-.com",
  ],
  [
    `https://a.com/${"x".repeat(497)}`,
    `https://a.com/${"x".repeat(498)}`,
    "ftp://a.com",
    "https:/a.com",
    "https://",
    "https://a.com?localhost",
    "https://.com",
  ],
);

/** A text near a limit or a rule. */
export function strangeText(random, text) {
  const unit = random.pick(UNITS);
  switch (random.below(7)) {
    case 0:
      return unit;
    case 1:
      return text + unit;
    case 2:
      return unit + text;
    case 3:
      return String.fromCharCode(random.below(0x10000)) + text.slice(0, 9);
    case 4:
      return random.pick(["x", "😀", "ß", unit]).repeat(random.pick([254, 255, 256, 511, 512]));
    case 5:
      return random.pick(URLS);
    default:
      return random.pick(["INDIVIDUAL ", "individual", "PEPP", "pep", "OTHER", "a b", "a.b", "", " ", "kyb\n"]);
  }
}
