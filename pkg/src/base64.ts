/** Base64 to bytes, by the fastest way the host has. */

interface Fast {
  Buffer?: { from(text: string, encoding: "base64"): Uint8Array<ArrayBuffer> };
  Uint8Array: { fromBase64?(text: string): Uint8Array<ArrayBuffer> };
}

/** Decodes base64 without white space. */
export function bytesFromBase64(text: string): Uint8Array<ArrayBuffer> {
  const host = globalThis as unknown as Fast;
  if (host.Uint8Array.fromBase64 !== undefined) return host.Uint8Array.fromBase64(text);
  if (host.Buffer !== undefined) return host.Buffer.from(text, "base64");
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
