/** Numbers and plural forms of a language, by the platform's Intl: made when first needed, and kept. */

/** How one language writes numbers. */
export interface NumberForms {
  /** A whole number as the language writes it; what is none is left as it is. */
  format(value: unknown): string;
  /** The plural category of a number. */
  category(value: unknown): string;
}

/** A whole number in plain digits. Longer ones are left alone, as the core does: nobody reads them. */
const WHOLE = /^(?:0|-?[1-9]\d{0,39})$/;
/** Messages speak of the same few limits again and again. */
const MOST_KEPT = 500;
const byLanguage = new Map<string, NumberForms>();

/** The forms of a language; one that the platform does not know is written as English is. */
export function numberForms(language: string): NumberForms {
  let forms = byLanguage.get(language);
  if (forms === undefined) {
    forms = makeForms(language);
    byLanguage.set(language, forms);
  }
  return forms;
}

function makeForms(language: string): NumberForms {
  let numbers: Intl.NumberFormat | undefined;
  let plurals: Intl.PluralRules | undefined;
  return {
    format: remembered((value) => {
      const whole = wholeNumber(value);
      if (whole === undefined || typeof Intl === "undefined") return String(value);
      numbers ??= new Intl.NumberFormat(localesOf(language));
      return numbers.format(whole);
    }),
    category: remembered((value) => {
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

/** A tag may be anything that the author of a catalogue has written. */
function localesOf(language: string): string[] {
  try {
    return [...Intl.getCanonicalLocales(language), "en"];
  } catch {
    return ["en"];
  }
}

/** The same function, with its last answers kept. */
function remembered(answer: (value: unknown) => string): (value: unknown) => string {
  const answers = new Map<unknown, string>();
  return (value) => {
    let known = answers.get(value);
    if (known === undefined) {
      known = answer(value);
      if (answers.size >= MOST_KEPT) answers.clear();
      answers.set(value, known);
    }
    return known;
  };
}
