/**
 * Numbers and plural categories of a language, by the `Intl` of the platform. Everything is made on first use and cached. English, which is
 * in every bundle, needs no `Intl`: making its objects takes most of the time of the first message.
 */

/** The numbers of one language. */
export interface NumberFormat {
  /** Formats a whole number. Any other value is returned as a string. */
  format(value: unknown): string;
  /** The plural category of a number. */
  category(value: unknown): string;
}

/** A whole number of up to 40 digits. Longer ones are not formatted, as in the core. */
const WHOLE = /^(?:0|-?[1-9]\d{0,39})$/;
/** The maximum number of cached values. Messages mostly have the same few limits. */
const MAX_CACHED = 500;

const ENGLISH: NumberFormat = {
  format(value) {
    const whole = wholeNumber(value);
    return whole === undefined ? String(value) : String(whole).replace(/\B(?=(?:\d{3})+$)/g, ",");
  },
  category(value) {
    const whole = wholeNumber(value);
    return whole !== undefined && (Number(whole) === 1 || Number(whole) === -1) ? "one" : "other";
  },
};

const byLanguage = new Map([["en", ENGLISH]]);

/** The numbers of a language. A language that the platform does not know is formatted like English. */
export function numberFormat(language: string): NumberFormat {
  let format = byLanguage.get(language);
  if (format === undefined) {
    format = makeFormat(language);
    byLanguage.set(language, format);
  }
  return format;
}

function makeFormat(language: string): NumberFormat {
  let numbers: Intl.NumberFormat | undefined;
  let plurals: Intl.PluralRules | undefined;
  return {
    format: cached((value) => {
      const whole = wholeNumber(value);
      if (whole === undefined || typeof Intl === "undefined") return String(value);
      numbers ??= new Intl.NumberFormat(localesOf(language));
      return numbers.format(whole);
    }),
    category: cached((value) => {
      const whole = wholeNumber(value);
      if (whole === undefined) return "other";
      if (typeof Intl === "undefined") return Number(whole) === 1 ? "one" : "other";
      plurals ??= new Intl.PluralRules(localesOf(language));
      return plurals.select(Number(whole));
    }),
  };
}

function wholeNumber(value: unknown): number | bigint | undefined {
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return value as number | bigint;
  return typeof value === "string" && WHOLE.test(value) ? BigInt(value) : undefined;
}

/** The locales to format with. The tag of a catalogue may be invalid. */
function localesOf(language: string): string[] {
  try {
    return [...Intl.getCanonicalLocales(language), "en"];
  } catch {
    return ["en"];
  }
}

/** The same function with a cache. */
function cached(compute: (value: unknown) => string): (value: unknown) => string {
  const cache = new Map<unknown, string>();
  return (value) => {
    let known = cache.get(value);
    if (known === undefined) {
      known = compute(value);
      if (cache.size >= MAX_CACHED) cache.clear();
      cache.set(value, known);
    }
    return known;
  };
}
