/** The page under policies: its own strict one, and one that forbids WebAssembly. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, useBrowser } from "./open.mjs";
import { POLICY } from "./static-server.mjs";

const strict = useBrowser();
const withoutWasm = useBrowser({ policy: POLICY.replace(" 'wasm-unsafe-eval'", "") });

test("the browser itself refuses to send anything anywhere, eval and inline scripts", async (t) => {
  const page = await openPage(t, strict, { errors: false });
  const refused = await page.evaluate(async () => {
    const violations = [];
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
    const fetched = await Promise.allSettled([fetch("https://example.com/"), fetch(location.href)]);
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.head.append(script);
    await new Promise((wake) => setTimeout(wake, 100));
    return { fetched: fetched.map(({ status }) => status), violations: violations.sort(), ran: window.ran === true };
  });
  assert.deepEqual(refused, {
    fetched: ["rejected", "rejected"],
    violations: ["connect-src", "connect-src", "script-src-elem"],
    ran: false,
  });
});

test("where WebAssembly is forbidden, the page names the directive that is missing", async (t) => {
  const page = await openPage(t, withoutWasm, { errors: false });
  assert.ok(await page.isVisible("#failure"));
  assert.match(await page.textContent("#failure"), /script-src.*'wasm-unsafe-eval'/s);
  assert.equal(await page.textContent("#verdict"), "Not validated");
  assert.equal(await page.$eval("#panel-payload [data-present]", (part) => part.hidden), true);
  assert.equal(await page.$eval("#case-form", (form) => form.inert), true, "a form that checks nothing is not offered");
  assert.ok(await page.isHidden("#issues-empty"), "what is not checked is not called right");
  // What needs no WebAssembly still works.
  await page.fill("#request", "{}");
  assert.equal(await page.inputValue("#request"), "{}");
});
