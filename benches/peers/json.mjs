/** No library: what reading and writing JSON alone takes. */
export const name = "json";

export const fromText = (json) => JSON.stringify(JSON.parse(json));
