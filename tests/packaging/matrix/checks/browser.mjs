/** Reads an answer from a page in Chromium. */
import { chromium } from "playwright-core";
import { ARGUMENTS } from "../../../browser/engines/index.mjs";

/** How long a page may take until it shows its answer. A development server compiles in that time. */
const PATIENCE = 60_000;

let browser;

/** The text of `#answer`, once it has one. The error of a page that shows none has what its console said. */
export async function readPage(url, selector = "#answer") {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });
  const context = await browser.newContext();
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.stack));
  page.on("requestfailed", (request) => said.push(`${request.url()}: ${request.failure()?.errorText}`));
  try {
    await page.goto(url, { waitUntil: "commit" });
    const shown = page.locator(`${selector}:not(:empty)`);
    await shown.waitFor({ state: "attached", timeout: PATIENCE });
    return await shown.textContent();
  } catch (error) {
    throw new Error(`${error.message}\nThe console of ${url}:\n${said.join("\n")}`);
  } finally {
    await context.close();
  }
}

/** Ends the browser, if one was started. */
export async function closeBrowser() {
  await browser?.close();
  browser = undefined;
}

/** Opens Chromium with an extension, and reads the answer of its page. */
export async function readExtension(folder, profile, path) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: false,
    args: [...ARGUMENTS, "--headless=new", `--disable-extensions-except=${folder}`, `--load-extension=${folder}`],
    ignoreDefaultArgs: ["--disable-extensions"],
  });
  try {
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker", { timeout: PATIENCE }));
    const page = await context.newPage();
    await page.goto(new URL(path, worker.url()).href);
    const shown = page.locator("#answer:not(:empty)");
    await shown.waitFor({ state: "attached", timeout: PATIENCE });
    return { page: await shown.textContent(), worker: await worker.evaluate(() => globalThis.answer) };
  } finally {
    await context.close();
  }
}

/** Submits a form of a page and returns the text that is then in an element. */
export async function sendForm(url, form, answer, options) {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    await page.goto(url, { waitUntil: "networkidle" });
    await page.click(`${form} button`);
    const shown = page.locator(`${answer}:not(:empty)`);
    await shown.waitFor({ state: "attached", timeout: PATIENCE });
    return await shown.textContent();
  } finally {
    await context.close();
  }
}
