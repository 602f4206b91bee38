/**
 * The relay that creates the cases, where this page has one: `<meta name="case-relay" content="./">` says where it is
 * (`sphinx-case serve` fills it in). Where that is empty, the page asks nobody anything.
 */

const base = document.querySelector('meta[name="case-relay"]')?.content ?? "";

/** The types of the relay's problems are this and a name. */
const TYPES = "urn:sphinx-case:relay:";

/** Longer than the relay lets anybody wait. */
const PATIENCE = 90_000;

/** What the relay says of itself; undefined where there is none. */
let facts;

export const hasRelay = () => facts !== undefined;
export const isSandbox = () => facts?.sandbox === true;
export const relayInstance = () => facts?.instance;

/** Finds the relay. */
export async function findRelay() {
  if (base === "") return;
  try {
    const response = await fetch(`${base}relay`, { signal: AbortSignal.timeout(10_000) });
    if (response.ok) facts = await response.json();
  } catch {
    // A page without its relay still checks, builds and copies.
  }
}

const request = (path, init = {}) => fetch(base + path, { ...init, signal: AbortSignal.timeout(PATIENCE) });

/**
 * Sends a request. With a key that was sent before, with the same body, it is not sent again: the answer is what became of it.
 * @returns {Promise<Outcome>} its `name` is `created`, `broken` (no answer that says anything), or that of the relay's problem
 */
export function send({ body, key, instance, unknownFields, defaults }) {
  return outcomeOf(() =>
    request(`cases/?${new URLSearchParams({ unknown_fields: unknownFields, defaults })}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Accept-Language": document.documentElement.lang,
        "Idempotency-Key": key,
        "Relay-Instance": instance,
      },
      body,
    }),
  );
}

/** What became of a request. Asking sends nothing to the API. */
export function ask({ key, instance }) {
  return outcomeOf(() => request("cases/outcome", { headers: { "Idempotency-Key": key, "Relay-Instance": instance } }));
}

async function outcomeOf(asking) {
  try {
    const response = await asking();
    const text = await response.text();
    if (response.status === 201) return { name: "created", case: readCase(text) };
    const { type, detail } = JSON.parse(text);
    if (!type.startsWith(TYPES)) return { name: "broken" };
    return {
      name: type.slice(TYPES.length),
      status: response.status,
      text,
      detail,
      wait: Number(response.headers.get("Retry-After")) || undefined,
    };
  } catch {
    return { name: "broken" };
  }
}

/** How far a case has come; undefined when that cannot be said now. */
export async function readAgain(id) {
  try {
    const response = await request(`cases/${id}`);
    return response.ok ? readCase(await response.text()) : undefined;
  } catch {
    return undefined;
  }
}

/** A case, with its number as it stands there: it may be larger than JavaScript's numbers are exact. */
function readCase(text) {
  const found = JSON.parse(text);
  return { ...found, id: /^\s*\{\s*"id"\s*:\s*(\d+)/.exec(text)?.[1] ?? String(found.id) };
}

/** Tells the sandbox what the next requests meet. */
export async function tellSandbox(faults) {
  const response = await request("sandbox/next", { method: "POST", body: faults });
  if (!response.ok) throw new Error(await response.text());
}
