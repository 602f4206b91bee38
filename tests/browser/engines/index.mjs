/**
 * The browser engine of a run: `ENGINE=chromium` (the default), `firefox` or `webkit`.
 *
 * The tests use the part of Playwright's API that `webdriver-page.mjs` has. Chromium is driven by Playwright itself; the others by
 * WebDriver, because they are the system's own browsers, which Playwright cannot drive.
 */
import { chromium } from "playwright-core";

export const ENGINES = ["chromium", "firefox", "webkit"];
export const engine = process.env.ENGINE ?? "chromium";
if (!ENGINES.includes(engine)) throw new Error(`ENGINE is ${engine}, not one of ${ENGINES.join(", ")}`);

/** Why a test does not run in this engine, or false: `test(name, { skip: onlyInChromium("it intercepts requests") }, …)`. */
export function onlyInChromium(why) {
  return engine !== "chromium" && `only in Chromium: ${why}`;
}

/** Why a test does not run in WebKit, or false. */
export function notInWebKit(why) {
  return engine === "webkit" && `not in WebKit: ${why}`;
}

/** The same everywhere: no sandbox in a container, and no traffic but what a test makes. */
export const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the browser. */
export async function launch() {
  if (engine === "chromium")
    return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });
  const { launchWebDriver } = await import("./webdriver.mjs");
  return launchWebDriver(engine);
}
