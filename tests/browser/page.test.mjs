/** What a visitor does with the page: type, follow issues, change options, copy, come back. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { notInWebKit, onlyInChromium } from "./engines/index.mjs";
import {
  chooseExample,
  clipboard,
  forbidStorage,
  openPage,
  root,
  selectedText,
  setText,
  settled,
  useBrowser,
  verdict,
} from "./open.mjs";

const used = useBrowser();
const VALID = '{"customer_id":1,"case_config":"kyb"}';

test("starts empty, says that something is missing, and has no payload yet", async (t) => {
  const page = await openPage(t, used);
  assert.equal(await verdict(page), "Incomplete");
  assert.equal(await page.inputValue("#request"), '{\n  "customer": {}\n}');
  await page.click("#tab-payload");
  assert.match(await page.textContent("#panel-payload [data-none]"), /when the request is complete/);
  assert.ok(await page.isHidden("#payload"));
  assert.ok(await page.isHidden("#failure"));
  assert.ok(await page.isHidden("#summary"));
});

test("every example loads, and says what its name promises", async (t) => {
  const page = await openPage(t, used);
  const names = (await page.$$eval("#example option", (options) => options.map((option) => option.textContent))).slice(
    1,
  );
  assert.ok(names.length >= 6);
  for (const name of names) {
    await chooseExample(page, name);
    const said = await verdict(page);
    if (name === "Many errors") assert.ok(Number.parseInt(said, 10) >= 15, said);
    else if (name === "Valid, with warnings") assert.match(said, /^Valid, [3-9] warnings$/);
    else assert.match(said, /^Valid/, `${name}: ${said}`);
    assert.ok(await page.isHidden("#apart"), `${name} is in the form, too`);
  }
});

test("typing shows issues at once, and neither moves the focus nor the caret", async (t) => {
  const page = await openPage(t, used, { text: "" });
  await page.focus("#request");
  await page.keyboard.type('{"customer_id": 1, "case_config": "kyb", "chekcs": []}');
  await settled(page);
  assert.equal(await verdict(page), "1 error");
  const item = page.locator("#issues li").first();
  assert.match(await item.textContent(), /checks/);
  assert.match(await item.textContent(), /unknown_field/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "request");
  const caret = await page.$eval("#request", (area) => [area.selectionStart, area.selectionEnd, area.value.length]);
  assert.equal(caret[0], caret[2]);
  assert.equal(caret[1], caret[2]);
  assert.equal(await page.getAttribute("#request", "aria-invalid"), "true");
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(VALID);
  await settled(page);
  assert.match(await verdict(page), /^Valid/);
  assert.equal(await page.getAttribute("#request", "aria-invalid"), null);
});

test("lines with issues are numbered and marked", async (t) => {
  const page = await openPage(t, used, { text: '{\n  "customer_id": 1,\n  "case_config": "no slug",\n  "nope": 1\n}' });
  await page.waitForFunction(() => document.querySelectorAll(".line-number.error").length > 0);
  const numbers = await page.$$eval(".line-number", (lines) => lines.map((line) => [line.textContent, line.className]));
  assert.deepEqual(
    numbers.map(([number, name]) => [number, name.includes("error")]),
    [
      ["1", false],
      ["2", false],
      ["3", true],
      ["4", true],
      ["5", false],
    ],
  );
  assert.deepEqual(await page.$$eval(".marks mark", (marks) => marks.map((mark) => mark.textContent)), [
    '"no slug"',
    '"nope"',
  ]);
  // A mark stands exactly behind its text: both begin at the same place in the same font.
  const { mark, expected } = await page.evaluate(() => {
    const area = document.querySelector("#request");
    const style = getComputedStyle(area);
    const context = document.createElement("canvas").getContext("2d");
    context.font = `${style.fontSize} ${style.fontFamily}`;
    const before = area.getBoundingClientRect().left + Number.parseFloat(style.paddingLeft);
    return {
      mark: document.querySelector(".marks mark").getBoundingClientRect().left,
      expected: before + context.measureText('  "case_config": ').width,
    };
  });
  assert.ok(Math.abs(mark - expected) < 1, `${mark} is not ${expected}`);
});

test("an issue leads to its place, also after letters of several bytes or units", async (t) => {
  const text = [
    "{",
    '  "customer": { "full_name": "Zoë 👩‍🚀 Müller 🦊", "customer_type": "COMPANI" },',
    '  "webhook_url": "ftp://exämple.com/🐢",',
    '  "case_config": "kyb", "delete_after": "🐢"',
    "}",
  ].join("\n");
  const page = await openPage(t, used, { text });
  for (const [code, expected] of [
    ["invalid_option", '"COMPANI"'],
    ["invalid_url", '"ftp://exämple.com/🐢"'],
    ["invalid_type", '"🐢"'],
  ]) {
    await page.locator("#issues button", { hasText: code }).click();
    assert.equal(await selectedText(page), expected);
    assert.equal(await page.evaluate(() => document.activeElement.id), "request");
  }
  assert.match(await page.textContent("#caret-place"), /^Line 4, column 41$/);
  assert.notEqual(await page.textContent("#caret-issue"), "");
});

test("an issue still leads to its characters when the text before it has changed since", async (t) => {
  const page = await openPage(t, used, { text: '{"customer_id":1,"case_config":"no slug"}' });
  // A check that never comes back: what is on the page stays the answer to the older text.
  await page.evaluate(() => {
    Worker.prototype.postMessage = () => {};
  });
  await page.$eval("#request", (area) => {
    area.setSelectionRange(1, 1);
    area.focus();
  });
  await page.keyboard.insertText("  \n ");
  await page.locator("#issues button", { hasText: "invalid_slug" }).click();
  assert.equal(await selectedText(page), '"no slug"');
});

test("a click on a marked line number selects what is wrong there, below the fold too", async (t) => {
  const filler = Array.from({ length: 200 }, (_, index) => `    "key${index}": ${index}`).join(",\n");
  const text = `{\n  "customer": {\n    "full_name": "A",\n    "input_details": {\n${filler}\n    }\n  },\n  "case_config": "no slug"\n}`;
  const page = await openPage(t, used, { text });
  await page.locator("#issues button", { hasText: "invalid_slug" }).click();
  assert.equal(await selectedText(page), '"no slug"');
  const shown = await page.$eval("#request", (area) => {
    const top = 206 * Number.parseFloat(getComputedStyle(area).lineHeight);
    return area.scrollTop < top && top < area.scrollTop + area.clientHeight;
  });
  assert.ok(shown, "the line was scrolled into view");
  // Not to the beginning: Firefox scrolls to the caret.
  await page.$eval("#request", (area) => area.setSelectionRange(area.value.length, area.value.length));
  await page.locator('.line-number.error[data-line="207"]').click();
  assert.equal(await selectedText(page), '"no slug"');
});

test("text that is no JSON is said to be so, at the place, and cannot be formatted", async (t) => {
  const page = await openPage(t, used, { text: '{"customer_id": 1,\n "x" 2}' });
  assert.equal(await verdict(page), "1 error");
  assert.match(await page.textContent("#issues"), /invalid_json/);
  assert.match(await page.textContent("#issues"), /Line 2, column 6/);
  await page.click("#format");
  assert.equal(await page.inputValue("#request"), '{"customer_id": 1,\n "x" 2}');
  await page.waitForFunction(() => document.querySelector("#status").textContent.includes("not valid JSON"));
});

test("formatting changes white space only, and can be undone", async (t) => {
  const given =
    '{"customer":{"full_name":"A","input_details":{"n":1.0,"big":12345678901234567890,"e":1E400,"u":"\\u00e9"}},"case_config":"kyb"}';
  const page = await openPage(t, used, { text: given });
  await page.click("#format");
  await settled(page);
  const formatted = await page.inputValue("#request");
  assert.notEqual(formatted, given);
  assert.equal(formatted.replace(/\n */g, "").replace(/": /g, '":'), given);
  await page.focus("#request");
  await page.keyboard.press("Control+z");
  assert.equal(await page.inputValue("#request"), given);
});

test("options change the answer", async (t) => {
  const page = await openPage(t, used, { text: '{"customer_id":1,"case_config":"kyb","extra":[1.0]}' });
  assert.equal(await verdict(page), "1 error");
  await page.click(".options > summary");
  await page.check('input[name="unknownFields"][value="strip"]');
  await settled(page);
  await page.click("#tab-payload");
  await page.uncheck("#pretty");
  const full = '{"customer_id":1,"delete_after":-1,"case_config":"kyb","auto_start":true}';
  assert.equal(await page.textContent("#payload"), full);
  assert.match(await page.textContent("#defaults-list"), /delete_after.*-1.*auto_start.*true/s);
  assert.deepEqual(await page.$$eval("#payload mark", (marks) => marks.map((mark) => mark.textContent)), [
    '"delete_after":-1',
    '"auto_start":true',
  ]);
  await page.check('input[name="unknownFields"][value="keep"]');
  await page.check('input[name="defaults"][value="omit"]');
  await settled(page);
  assert.equal(await page.textContent("#payload"), '{"customer_id":1,"case_config":"kyb","extra":[1.0]}');
  assert.match(await page.textContent("#defaults-list"), /left out/);
});

test("the pretty view never changes what is copied", { skip: notInWebKit("it reads the clipboard") }, async (t) => {
  const page = await openPage(t, used, { text: VALID });
  await page.click("#tab-payload");
  const exact = '{"customer_id":1,"delete_after":-1,"case_config":"kyb","auto_start":true}';
  assert.match(await page.textContent("#payload"), /\n {2}"delete_after": -1/);
  await page.click("#payload-copy");
  await page.waitForFunction(() => document.querySelector("#payload-copy").textContent === "Copied");
  assert.equal(await clipboard(page), exact);
  await page.uncheck("#pretty");
  assert.equal(await page.textContent("#payload"), exact);
  await page.click("#payload-copy");
  assert.equal(await clipboard(page), exact);
  await page.waitForFunction(() => document.querySelector("#status").textContent === "Payload copied.");
});

test("copying works, or says that it does not, where the clipboard is forbidden", {
  skip: onlyInChromium("it runs a script before those of the page"),
}, async (t) => {
  const prepare = (page) =>
    page.addInitScript(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
      document.execCommand = () => false;
    });
  const page = await openPage(t, used, { prepare, text: VALID });
  await page.click("#tab-payload");
  await page.click("#payload-copy");
  await page.waitForFunction(() => document.querySelector("#payload-copy").textContent === "Not copied");
  await page.waitForFunction(() => document.querySelector("#status").textContent.includes("could not be copied"));
});

test("a text typed into the page cannot become markup", async (t) => {
  const page = await openPage(t, used, {
    text: '{"customer_id":1,"case_config":"kyb","<img src=x onerror=alert(1)>":1,"customer":{"<b>":1}}',
  });
  assert.equal(await page.locator("#issues img, #issues b, .marks img, #case-form img, #case-form b").count(), 0);
  assert.match(await page.textContent("#issues"), /<img src=x/);
});

test("what was typed, the options and the theme are there again after a reload; Reset forgets them", async (t) => {
  const page = await openPage(t, used, { text: VALID });
  await page.click(".options > summary");
  await page.check('input[name="defaults"][value="omit"]');
  await page.check('input[name="theme"][value="dark"]');
  await page.reload();
  await page.waitForSelector('#verdict:not([data-state="waiting"])');
  assert.equal(await page.inputValue("#case-customer_id"), "1");
  assert.equal((await page.inputValue("#request")).replace(/\s/g, ""), VALID);
  assert.ok(await page.isChecked('input[name="defaults"][value="omit"]'));
  assert.equal(await page.getAttribute("html", "data-theme"), "dark");
  await page.click("#reset");
  await page.reload();
  await page.waitForSelector('#verdict:not([data-state="waiting"])');
  assert.equal(await page.inputValue("#request"), '{\n  "customer": {}\n}');
});

test("text that the form cannot hold is there again after a reload, too", async (t) => {
  const page = await openPage(t, used, { text: '{"customer_id": 7,' });
  await page.reload();
  await page.waitForSelector('#verdict:not([data-state="waiting"])');
  assert.equal(await page.inputValue("#request"), '{"customer_id": 7,');
  assert.ok(await page.isVisible("#apart"));
});

test("nothing is kept when that is not wanted", async (t) => {
  const page = await openPage(t, used, { text: VALID });
  await page.uncheck("#keep");
  await setText(page, '{"customer_id":2,"case_config":"kyb"}');
  assert.match(await page.textContent("#keep-hint"), /Not saved/);
  assert.doesNotMatch(await page.evaluate(() => JSON.stringify({ ...localStorage })), /customer_id/);
  await page.reload();
  await page.waitForSelector('#verdict:not([data-state="waiting"])');
  assert.doesNotMatch(await page.inputValue("#request"), /"customer_id"/);
  assert.equal(await page.isChecked("#keep"), false);
});

test("works where storage is forbidden, and says that nothing is kept", {
  skip: onlyInChromium("it runs a script before those of the page"),
}, async (t) => {
  const page = await openPage(t, used, { prepare: forbidStorage, text: VALID });
  assert.match(await verdict(page), /^Valid/);
  await page.check('input[name="theme"][value="dark"]');
  assert.equal(await page.getAttribute("html", "data-theme"), "dark");
  await page.waitForFunction(() => document.querySelector("#keep-hint").textContent.includes("does not allow"));
});

test("an answer to an older text never overwrites a newer one", async (t) => {
  const page = await openPage(t, used);
  const said = await page.evaluate(async (valid) => {
    const area = document.querySelector("#request");
    const shown = document.querySelector("#verdict");
    const said = [];
    new MutationObserver(() => said.push(shown.textContent)).observe(shown, { childList: true });
    const type = (text) => {
      area.value = text;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const slow = `{"checks":[${'{"nope":1},'.repeat(40_000)}1]}`;
    for (let round = 0; round < 3; round += 1) type(slow + " ".repeat(round));
    type(valid);
    while (shown.classList.contains("stale")) await new Promise((wake) => setTimeout(wake, 20));
    await new Promise((wake) => setTimeout(wake, 300));
    return said;
  }, VALID);
  assert.equal(said.length, 1, said.join(" | "));
  assert.match(said[0], /^Valid/);
});

test("the table shows every field of the package", async (t) => {
  const page = await openPage(t, used);
  const shown = await page.$$eval(".fields tbody th code", (codes) => codes.map((code) => code.textContent));
  const { fields } = await import(`${root}pkg/dist/index.js`);
  assert.deepEqual(
    shown,
    fields.map((field) => field.path),
  );
  for (const path of ["customer_id", "customer.full_name", "webhook_url", "delete_after", "auto_start"]) {
    assert.ok(shown.includes(path), path);
  }
  await page.click(".fields > summary");
  await page.locator("#fields details summary").first().click();
  await page.waitForSelector("#fields details[open]");
});

test("says whose page it is, and that nothing is sent", async (t) => {
  const page = await openPage(t, used);
  const said = await page.textContent("body");
  assert.match(said, /independent project and is not affiliated with Sphinx/);
  assert.match(said, /No data leaves your browser/);
  const html = await readFile(`${root}www/index.html`, "utf8");
  assert.doesNotMatch(html, /(?:src|href)="(?:https?:)?\/\//, "no resource from elsewhere");
});
