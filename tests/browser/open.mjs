/** Opens the page in Chromium as its visitors do: served on loopback, under its own policy. */
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import english from "../../www/page/texts/en.js";
import { launch } from "./engines/index.mjs";
import { serve } from "./static-server.mjs";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where screenshots for looking at go. */
export const screenshots = `${root}target/screenshots`;

/** A server and a browser for one file of tests: `start()` them where they are needed; they end after the tests. */
export function useBrowser(serveOptions = {}) {
  let started;
  const start = async () => {
    await mkdir(screenshots, { recursive: true });
    const server = await serve(serveOptions);
    const browser = await launch();
    return { server, browser };
  };
  after(async () => {
    const { server, browser } = (await started) ?? {};
    await browser?.close();
    await server?.close();
  });
  return {
    start: () => {
      started ??= start();
      return started;
    },
  };
}

/**
 * Opens the page in a fresh profile, waits for the first answer, and fails the test if the browser
 * reports any error, refused resource or request to anywhere else.
 * @param {{ text?: string, prepare?: (page) => Promise<void>, context?: object, errors?: boolean, developer?: boolean }} options
 *   `text` is typed into the text area at the start; `errors: false` when the test itself provokes errors;
 *   `developer: false` for the page as it is at the first visit, without the developer view
 */
export async function openPage(
  t,
  used,
  { text, prepare, context: contextOptions = {}, errors = true, developer = true } = {},
) {
  const { server, browser } = await used.start();
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    ...contextOptions,
  });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.url });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.stack));
  page.on("request", (request) => {
    if (!request.url().startsWith(server.url)) complaints.push(`request to ${request.url()}`);
  });
  t.after(async () => {
    await context.close();
    if (errors) assert.deepEqual(complaints, [], "the browser's console is silent");
  });
  await prepare?.(page);
  await page.goto(server.url);
  await page.waitForSelector('#verdict:not([data-state="waiting"])', { state: "attached" });
  if (developer) await toggleDeveloperView(page);
  if (text !== undefined) await setText(page, text);
  return page;
}

/** Turns the developer view on or off, without moving the focus. */
export async function toggleDeveloperView(page) {
  await page.evaluate(() => document.querySelector("#developer").click());
}

/** Replaces the text as pasting over everything would, and waits for its answer. */
export async function setText(page, text) {
  await page.fill("#request", text);
  await settled(page);
}

/** Loads one of the examples by its English name, whatever the language of the page is. */
export async function chooseExample(page, name) {
  const names = Object.entries(english.examples).map(([, label]) => label);
  await page.selectOption("#example", String(names.indexOf(name)));
  await settled(page);
}

/** Waits until the newest text has its answer, form and text have followed each other, and the chosen language is loaded. */
export async function settled(page) {
  await page.waitForSelector("#language:not([aria-busy])", { state: "attached" });
  await page.waitForSelector("html:not([data-following]) #verdict:not(.stale)", { state: "attached" });
}

/** The contexts in which states of the page are looked at. */
export const LOOKS = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  narrow: { viewport: { width: 320, height: 640 } },
  german: { locale: "de-DE" },
};

/** For `prepare`: the browser forbids storage. */
export const forbidStorage = (page) =>
  page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("The operation is insecure.", "SecurityError");
      },
    });
  });

/** What is selected in the text area. */
export function selectedText(page) {
  return page.$eval("#request", (area) => area.value.slice(area.selectionStart, area.selectionEnd));
}

export const verdict = (page) => page.textContent("#verdict");

export const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
