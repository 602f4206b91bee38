/** Writes the curl command for a body, quoted for any POSIX shell. */

export const ENDPOINT = "https://app.sphinxhq.com/api/cases/";

/** Linux allows 131,072 bytes in one argument. A longer body is piped. */
const MAX_ARGUMENT = 100_000;

/** Control characters that a terminal would act upon when the command is pasted (a line feed is harmless in quotes). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the expression is to find them
const TERMINAL_CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;

/** A text as one word of a shell command. */
export function quote(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A printf format that prints exactly that text, with control characters as octal bytes. */
function printfFormat(text) {
  const octal = (character) =>
    Array.from(new TextEncoder().encode(character), (byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
  return quote(text.replaceAll("\\", "\\\\").replaceAll("%", "%%").replace(TERMINAL_CONTROL, octal));
}

/** The command that sends exactly that body. It reads the token from the environment. */
export function curlCommand(body, bytes = new TextEncoder().encode(body).length) {
  const piped = bytes > MAX_ARGUMENT || body.search(TERMINAL_CONTROL) >= 0;
  const command = [
    `curl ${quote(ENDPOINT)}`,
    `--header "Authorization: Bearer $SPHINX_TOKEN"`,
    `--header 'Content-Type: application/json'`,
    piped ? "--data-binary @-" : `--data-raw ${quote(body)}`,
  ].join(" \\\n  ");
  return piped ? `printf ${printfFormat(body)} |\n${command}` : command;
}
