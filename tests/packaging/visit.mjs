/** Opens in Chromium what a test has built: a folder served on loopback, with a backend beside it that takes cases. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after } from "node:test";
import { chromium } from "playwright-core";
import { ARGUMENTS } from "../browser/engines/index.mjs";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css" };

/** A browser for one file of tests; it ends after them. */
export function openChromium() {
  let browser;
  after(async () => (await browser)?.close());
  const launch = () => {
    browser ??= chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });
    return browser;
  };
  return { visit: async (t, folder, options) => visit(t, await launch(), folder, options) };
}

/**
 * Opens the folder's page. `received` fills with the bodies that are posted to `/cases`; `answer` says what comes back.
 * The test fails when the console of the browser is not silent at its end, unless the test provokes that itself.
 */
async function visit(t, browser, folder, { path = "/", answer = () => ({ status: 201, body: '{"id":1}' }) } = {}) {
  const received = [];
  const server = createServer(async (request, response) => {
    if (request.method === "POST") {
      let body = "";
      for await (const chunk of request) body += chunk;
      received.push(body);
      const { status, body: answered } = answer(body);
      response.writeHead(status, { "content-type": "application/json" }).end(answered);
      return;
    }
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname === "/favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    try {
      const file = join(folder, normalize(pathname === "/" ? "/index.html" : pathname));
      const content = readFileSync(file);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.stack));
  t.after(async () => {
    await context.close();
    server.closeAllConnections();
    server.close();
    assert.deepEqual(complaints, [], "the browser's console is silent");
  });
  await page.goto(`http://127.0.0.1:${server.address().port}${path}`);
  return { page, received };
}
