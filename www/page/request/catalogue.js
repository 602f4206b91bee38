/** The catalogue of a language for a worker, loaded on first use. */
export const catalogueOf = async (tag) =>
  tag === "en" ? tag : (await import(`../../pkg/languages/${tag}.js`)).default;
