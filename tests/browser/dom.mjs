/** A page with a plain HTML form that is bound, on a server of its own that also takes what the browser posts. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { after } from "node:test";
import { launch } from "./engines/index.mjs";
import { root } from "./open.mjs";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css" };
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src data:; form-action 'self'";

/** The server and the browser for a file of tests. `posted` are the bodies that arrived. */
export function useForms() {
  const posted = [];
  const changes = [];
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    if (request.method === "POST") {
      const parts = [];
      for await (const part of request) parts.push(part);
      posted.push(Buffer.concat(parts).toString());
      response.writeHead(200, { "Content-Type": TYPES[".html"] });
      return response.end(
        '<!doctype html><html lang="en"><title>Posted</title><link rel="icon" href="data:,"><h1>Posted</h1></html>',
      );
    }
    const file = pathname.startsWith("/pkg/")
      ? `${root}pkg/dist/${pathname.slice(5)}`
      : `${root}tests/browser/dom-page${pathname === "/" ? "/index.html" : pathname}`;
    try {
      const change = changes[searchParams.get("change")];
      const content = await readFile(file);
      const text = change ? change(content.toString()) : content;
      const policy = searchParams.has("nowasm") ? POLICY.replace(" 'wasm-unsafe-eval'", "") : POLICY;
      response.writeHead(200, { "Content-Type": TYPES[extname(file)], "Content-Security-Policy": policy });
      response.end(text);
    } catch {
      response.writeHead(404).end();
    }
  });
  let started;
  const start = async () => {
    await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
    const browser = await launch();
    return { browser, url: `http://127.0.0.1:${server.address().port}/` };
  };
  after(async () => {
    if (started) await (await started).browser.close();
    server.closeAllConnections();
    server.close();
  });

  /**
   * Opens the page. `options` are those of the binding, `sends` makes a handler that keeps what it sends, `change` changes
   * the HTML before it is bound, `errors` says that the test provokes some, and `binds` is false if the test binds the form.
   */
  const open = async (t, { options = {}, sends = true, nowasm = false, change, errors = false, binds = true } = {}) => {
    started ??= start();
    const { browser, url } = await started;
    const context = await browser.newContext();
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.stack));
    t.after(async () => {
      await context.close();
      if (!errors) assert.deepEqual(complaints, [], "the browser's console is silent");
    });
    const edit = (html) => {
      const bound = binds ? html : html.replace('<script type="module" src="bind.js"></script>', "");
      return change?.(bound) ?? bound;
    };
    const query = new URLSearchParams({ options: JSON.stringify(options) });
    if (sends) query.set("sends", "");
    if (nowasm) query.set("nowasm", "");
    if (change || !binds) query.set("change", changes.push(edit) - 1);
    await page.goto(`${url}?${query}`);
    if (binds) await page.waitForFunction(() => window.binding !== undefined);
    page.complaints = complaints;
    return page;
  };
  return { open, posted };
}

/** The request as the store has it. */
export const request = (page) => page.evaluate(() => JSON.parse(window.binding.form.json()));

/** What is shown beside the fields, by their names. */
export const marks = (page) =>
  page.$$eval("[data-case-issues]", (places) =>
    Object.fromEntries(
      places.flatMap((one) => (one.textContent.trim() ? [[one.dataset.caseIssues, one.textContent]] : [])),
    ),
  );

/** The name of the input with the focus, or its text. */
export const focused = (page) => page.evaluate(() => document.activeElement.name || document.activeElement.textContent);
