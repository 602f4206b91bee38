/**
 * The relay that creates the cases, if the page has one: `<meta name="case-relay" content="./">` has its address, which
 * `sphinx-case serve` fills in. If it is empty, the page makes no requests.
 */

const base = document.querySelector('meta[name="case-relay"]')?.content ?? "";

/** The types of the problem details of the relay begin with this. */
const TYPE_PREFIX = "urn:sphinx-case:relay:";

/** In milliseconds; longer than the relay takes for any response. */
const TIMEOUT = 90_000;
/** The same for its status. */
const STATUS_TIMEOUT = 10_000;

/** The description of the relay; undefined unless it was found. */
let relay;

/** Whether there is none: no address, or a server without a relay. */
let isMissing = base === "";

export const hasRelay = () => relay !== undefined;
/** Whether the page has a relay, perhaps one that cannot be reached now. */
export const mayHaveRelay = () => !isMissing;
export const isSandbox = () => relay?.sandbox === true;
export const relayInstance = () => relay?.instance;
/** The latest revision of the API that the relay accepts. */
export const relayRevision = () => relay?.revision;

/** Whether a response means that there is no relay: the path does not exist, or returns a page. */
const isOfOtherServer = ({ status, headers }) =>
  status === 404 || status === 410 || (status < 400 && /^text\/html\b/.test(headers.get("Content-Type") ?? ""));

/** Finds the relay, unless there is none. @returns whether that is known; if not, the relay cannot be reached */
export async function findRelay() {
  if (isMissing) return true;
  try {
    const response = await fetch(`${base}relay`, { signal: AbortSignal.timeout(STATUS_TIMEOUT) });
    if (isOfOtherServer(response)) {
      isMissing = true;
      return true;
    }
    const described = response.ok ? await response.json() : undefined;
    if (typeof described?.instance === "string") relay = described;
  } catch {
    // No connection, no response in time, or half of one.
  }
  return hasRelay();
}

const request = (path, init = {}) => fetch(base + path, { ...init, signal: AbortSignal.timeout(TIMEOUT) });

/**
 * Sends a request. If its key and body were sent before, the result of the first one is returned. It is only sent again if it certainly
 * created no case, or there will be no second one (`isRepeatable` in the result).
 * @returns the result: its `name` is `created`, `broken` (no valid response), or the type of the problem details
 */
export function send({ body, key, instance, revision, unknownFields, defaults }) {
  return resultOf(() =>
    request(`cases/?${new URLSearchParams({ revision, unknown_fields: unknownFields, defaults })}`, {
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

/** The result of a request that was sent before. This sends nothing to the API. */
export function fetchResult({ key, instance }) {
  return resultOf(() => request("cases/outcome", { headers: { "Idempotency-Key": key, "Relay-Instance": instance } }));
}

async function resultOf(sendRequest) {
  try {
    const response = await sendRequest();
    const text = await response.text();
    if (response.status === 201) return { name: "created", case: readCase(text) };
    const { type, detail, repeatable } = JSON.parse(text);
    if (!type.startsWith(TYPE_PREFIX)) return { name: "broken" };
    return {
      name: type.slice(TYPE_PREFIX.length),
      status: response.status,
      text,
      detail,
      isRepeatable: repeatable === true,
      wait: Number(response.headers.get("Retry-After")) || undefined,
    };
  } catch {
    return { name: "broken" };
  }
}

/** A case as it is now; undefined if it cannot be fetched. */
export async function fetchCase(id) {
  try {
    const response = await request(`cases/${id}`);
    return response.ok ? readCase(await response.text()) : undefined;
  } catch {
    return undefined;
  }
}

/** Parses a case. Its ID is kept as text: it may be larger than the integers that a JavaScript number can represent. */
function readCase(text) {
  const parsed = JSON.parse(text);
  return { ...parsed, id: /^\s*\{\s*"id"\s*:\s*(\d+)/.exec(text)?.[1] ?? String(parsed.id) };
}

/** Sets the faults of the sandbox for the next requests. */
export async function setSandboxFaults(faults) {
  const response = await request("sandbox/next", { method: "POST", body: faults });
  if (!response.ok) throw new Error(await response.text());
}
