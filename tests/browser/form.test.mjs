/** The form of the page: its alternatives, rows, retention, drafts and languages, and the JSON beside it, both ways. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { buildPayload } from "../../pkg/dist/index.js";
import { engine, onlyInChromium } from "./engines/index.mjs";
import { chooseExample, openPage, setText, settled, useBrowser, verdict } from "./open.mjs";

const used = useBrowser();

/** The request as the page has it as text. */
const request = async (page) => {
  await settled(page);
  return JSON.parse(await page.inputValue("#request"));
};

const field = (name) => `#case-form [name="${name}"]`;
const issuesAt = (page, name) => page.textContent(`[data-case-issues="${name}"]`);

/** Everything that can be seen of the page, as text. */
const visibleText = (page) =>
  page.evaluate(() => {
    const names = [...document.querySelectorAll("[aria-label], [title]")].map(
      (one) => `${one.getAttribute("aria-label")} ${one.title}`,
    );
    return [document.title, document.body.innerText, ...names].join("\n");
  });

test("what is typed in the form is in the JSON", async (t) => {
  const page = await openPage(t, used);
  await page.fill(field("customer.full_name"), "Ada Lovelace");
  await page.selectOption(field("customer.customer_type"), "INDIVIDUAL");
  await page.click("#details-json > summary");
  await page.fill(field("customer.input_details"), '{"score": 1.0}');
  await page.click('[data-case-append="checks"]');
  await page.fill(field("checks[0].check_type"), "PEP");
  await page.fill(field("webhook_url"), "https://example.com/hook");
  await page.check(`${field("auto_start")}[value="false"]`);
  await settled(page);
  assert.match(await page.inputValue("#request"), /"score": 1\.0/, "numbers keep their digits");
  assert.deepEqual(await request(page), {
    customer: { full_name: "Ada Lovelace", customer_type: "INDIVIDUAL", input_details: { score: 1 } },
    webhook_url: "https://example.com/hook",
    checks: [{ check_type: "PEP" }],
    auto_start: false,
  });
});

test("what is typed as JSON is in the form, and stays as it was typed", async (t) => {
  const typed = '{ "customer_id" : 12,\n\n "checks":[{"check_type":"PEP", "document_ids":[3,4]}], "delete_after": 30 }';
  const page = await openPage(t, used, { text: typed });
  assert.equal(await page.inputValue("#request"), typed);
  assert.equal(await page.inputValue(field("customer_id")), "12");
  assert.ok(await page.isChecked('input[name="choose-customer"][value="customer_id"]'));
  assert.ok(await page.isHidden(field("customer.full_name")));
  assert.equal(await page.inputValue(field("checks[0].check_type")), "PEP");
  assert.equal(await page.inputValue(field("checks[0].document_ids[1]")), "4");
  assert.equal(await page.inputValue(field("delete_after")), "30");
  assert.ok(
    await page.isVisible(field("checks[0].document_ids[1]")),
    "what is folded away opens when something is in it",
  );
  await page.fill(field("delete_after"), "31");
  assert.equal((await request(page)).delete_after, 31);
});

test("neither side takes away what is being typed on the other", async (t) => {
  const page = await openPage(t, used, { text: '{"customer":{"full_name":"Ada"},"case_config":"kyb"}' });
  await page.focus("#request");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Backspace");
  await settled(page);
  assert.ok(await page.isVisible("#apart"));
  const broken = await page.inputValue("#request");
  assert.equal(await page.inputValue(field("customer.full_name")), "Ada", "the form keeps what it had");
  await page.fill(field("customer.full_name"), "Grace");
  await settled(page);
  assert.equal(await page.inputValue("#request"), broken, "the text keeps what was typed");
  await page.click('[type="submit"]');
  assert.equal(await page.evaluate(() => document.activeElement.id), "apart-json");
  assert.equal(await page.isVisible("#review"), false);
  await page.click("#apart-form");
  assert.equal((await request(page)).customer.full_name, "Grace");
  await page.click("#undo");
  assert.equal(await page.inputValue("#request"), broken);
  await page.focus("#request");
  await page.keyboard.press("Control+End");
  await page.keyboard.type("}");
  await settled(page);
  assert.ok(await page.isHidden("#apart"));
  assert.equal(await page.inputValue(field("customer.full_name")), "Ada");
});

test("the side that is not chosen keeps its text and is not sent", async (t) => {
  const page = await openPage(t, used);
  await page.fill(field("customer.full_name"), "Ada");
  await page.click('[data-case-append="checks"]');
  await page.fill(field("checks[0].check_type"), "PEP");
  await page.check('input[name="choose-customer"][value="customer_id"]');
  await page.check('input[name="choose-checks"][value="case_config"]');
  await page.fill(field("customer_id"), "5");
  await page.fill(field("case_config"), "kyb");
  assert.deepEqual(await request(page), { customer_id: 5, case_config: "kyb" });
  assert.ok(await page.isDisabled(field("customer.full_name")));
  // Also when the text is changed in between, and when the page is loaded again.
  await setText(page, '{"customer_id":6,"case_config":"kyb"}');
  await page.reload();
  await page.waitForSelector('#verdict:not([data-state="waiting"])');
  assert.deepEqual(await request(page), { customer_id: 6, case_config: "kyb" });
  await page.check('input[name="choose-customer"][value="customer"]');
  await page.check('input[name="choose-checks"][value="checks"]');
  assert.deepEqual(await request(page), { customer: { full_name: "Ada" }, checks: [{ check_type: "PEP" }] });
  assert.equal(await page.inputValue(field("customer_id")), "6");
});

test("a request with both sides shows both, and one choice puts it right", async (t) => {
  const page = await openPage(t, used, { text: '{"customer_id":1,"customer":{"full_name":"A"},"case_config":"kyb"}' });
  assert.ok(await page.isVisible(field("customer_id")));
  assert.ok(await page.isVisible(field("customer.full_name")));
  assert.equal(await page.locator('input[name="choose-customer"]:checked').count(), 0);
  await page.check('input[name="choose-customer"][value="customer_id"]');
  assert.deepEqual(await request(page), { customer_id: 1, case_config: "kyb" });
  assert.match(await verdict(page), /^Valid/);
});

test("checks are added, copied, moved and removed, and their types are found by name", async (t) => {
  const page = await openPage(t, used);
  await page.click('[data-case-append="checks"]');
  await page.fill(field("checks[0].check_type"), "sanction");
  await page.keyboard.press("Tab");
  assert.equal(await page.inputValue(field("checks[0].check_type")), "SANCTION");
  assert.match(await page.textContent('[data-case-row="checks[0]"] h4'), /Check 1\s+Sanction/);
  await page.click('[data-case-row="checks[0]"] [data-case-duplicate]');
  await page.fill(field("checks[1].check_type"), "My own type");
  await page.keyboard.press("Tab");
  assert.match(await issuesAt(page, "checks[1].check_type"), /Unknown check type/);
  await page.click('[data-case-row="checks[1]"] [data-case-up]');
  const types = async () => (await request(page)).checks.map((check) => check.check_type);
  assert.deepEqual(await types(), ["My own type", "SANCTION"]);
  assert.equal(
    await page.getAttribute('[data-case-row="checks[1]"] [data-case-remove]', "aria-label"),
    "Remove Check 2: Sanction",
  );
  await page.click('[data-case-row="checks[0]"] [data-case-remove]');
  assert.deepEqual(await types(), ["SANCTION"]);
});

test("retention is chosen in words, and days without a number are no payload", async (t) => {
  const page = await openPage(t, used, { text: '{"customer_id":1,"case_config":"kyb"}' });
  const choice = (kind) => page.locator(`[data-retention="delete_after"] [data-keep="${kind}"]`);
  assert.ok(await choice("never").isChecked(), "what holds when nothing is said");
  await choice("at_once").check();
  assert.equal((await request(page)).delete_after, 0);
  await choice("after").check();
  assert.equal((await request(page)).delete_after, null);
  assert.equal(await verdict(page), "1 error");
  await page.focus(field("delete_after"));
  await page.keyboard.press("Tab");
  assert.match(await issuesAt(page, "delete_after"), /Enter a number of days/);
  for (const text of ["1.5", "soon", "-7", "99999999999"]) {
    await page.fill(field("delete_after"), text);
    assert.match(
      await issuesAt(page, "delete_after"),
      /number of days as a whole number from 0 to 2,147,483,647/,
      text,
    );
  }
  await page.fill(field("delete_after"), "90");
  assert.equal((await request(page)).delete_after, 90);
  await choice("never").check();
  assert.equal((await request(page)).delete_after, -1);
  await choice("after").check();
  assert.equal((await request(page)).delete_after, 90, "the number is there again");
  await page.fill(field("delete_after"), "");
  await page.keyboard.press("Tab");
  assert.ok(await choice("after").isChecked(), "an emptied number is no other choice");
  assert.equal((await request(page)).delete_after, null);
  assert.equal(await verdict(page), "1 error");
});

test("free JSON says what is wrong with it, and where", async (t) => {
  const page = await openPage(t, used);
  await page.click("#details-json > summary");
  await page.fill(field("customer.input_details"), '{\n  "a": 1,,\n}');
  await page.keyboard.press("Tab");
  assert.match(await issuesAt(page, "customer.input_details"), /Invalid JSON.*\(Line 2, column 10\)/);
  assert.equal(await page.getAttribute(field("customer.input_details"), "aria-invalid"), "true");
});

test("errors stand in a summary that leads to the fields, and the review comes once there are none", async (t) => {
  const page = await openPage(t, used);
  await page.fill(field("webhook_url"), "example.com");
  await page.click('[type="submit"]');
  assert.equal(await page.evaluate(() => document.activeElement.id), "summary");
  assert.match(await page.title(), /^Error: /);
  await page.click("#summary a >> nth=0");
  assert.equal(await page.evaluate(() => document.activeElement.name), "customer.full_name");
  await page.keyboard.type("Ada Lovelace");
  await page.click("#summary a >> nth=0");
  assert.equal(await page.evaluate(() => document.activeElement.name), "webhook_url");
  await page.fill(field("webhook_url"), "https://example.com/hook");
  assert.ok(await page.isHidden("#summary"), "nothing is wrong any more");
  await page.click('[type="submit"]');
  await page.waitForSelector("#review[open]");
  assert.match(await page.textContent("#review"), /Review request.*Nothing has been sent/s);
  assert.match(await page.textContent("#review-list"), /Full name\s*Ada Lovelace/);
  assert.match(await page.textContent("#review-list"), /Retention period for the case\s*Keep indefinitely \(default\)/);
});

test("missing fields are reported as instructions, in the summary and at the field", async (t) => {
  const page = await openPage(t, used);
  const summary = () => page.locator("#summary li").allTextContents();
  await page.click('[data-case-append="checks"]');
  await page.click('[data-case-append="document_ids"]');
  await page.fill(field("document_ids[0]"), "x");
  await page.fill(field("webhook_url"), "example.com");
  await page.click('[type="submit"]');
  assert.deepEqual(await summary(), [
    "Enter the full name.",
    "Enter the ID of document 1 as a whole number from 1, for example 123.",
    "Enter the whole address of the webhook, for example https://example.com/hook.",
  ]);
  assert.equal(await issuesAt(page, "customer.full_name"), "Error: Enter the full name.");
  assert.equal(await issuesAt(page, "checks[0].check_type"), "Warning: Select a check type for check 1.");
  await page.check('input[name="choose-customer"][value="customer_id"]');
  await page.click('[type="submit"]');
  assert.equal((await summary())[0], "Enter the customer ID as a whole number, for example 123.");
  await page.selectOption("#language", "de");
  await settled(page);
  assert.equal((await summary())[0], "Geben Sie die Kunden-ID als ganze Zahl ein, zum Beispiel 123.");
  await setText(
    page,
    '{"customer_id":1,"customer":{"full_name":"A"},"case_config":"kyb","checks":[{"check_type":"PEP"}]}',
  );
  await page.selectOption("#language", "en");
  await settled(page);
  await page.click('[type="submit"]');
  assert.deepEqual(await summary(), [
    "Say who the case is about: choose either a new or an existing customer.",
    "Say how the checks are defined: choose either individual checks or a case configuration.",
  ]);
});

test("the payload that is shown is that of the JSON, in the review too", async (t) => {
  const page = await openPage(t, used);
  for (const name of ["Existing customer", "Company with case configuration, not started", "Large: 50 checks"]) {
    await chooseExample(page, name);
    const built = buildPayload(await page.inputValue("#request"));
    assert.ok(built.ok);
    await page.click("#tab-payload");
    await page.uncheck("#pretty");
    assert.equal(await page.textContent("#payload"), built.body);
    await page.click('[type="submit"]');
    await page.waitForSelector("#review[open]");
    assert.equal(await page.textContent("#review-payload"), built.body);
    await page.click("#review-back");
  }
});

test("a draft survives a reload, and is gone after the review and when it is to be forgotten", async (t) => {
  const page = await openPage(t, used);
  const kept = () => page.evaluate(() => localStorage.getItem("sphinx-case:draft") ?? "");
  const typeAndWait = async (name) => {
    await page.fill(field("customer.full_name"), name);
    await page.waitForFunction((text) => localStorage.getItem("sphinx-case:draft")?.includes(text), name);
  };
  await typeAndWait("Ada Lovelace");
  await page.reload();
  await page.waitForSelector('#verdict:not([data-state="waiting"])');
  assert.equal(await page.inputValue(field("customer.full_name")), "Ada Lovelace");
  await page.click("#forget");
  assert.equal(await kept(), "");
  assert.match(await page.textContent("#keep-hint"), /^Saved data deleted/);
  assert.equal(await page.inputValue(field("customer.full_name")), "Ada Lovelace", "what is on the page stays");
  await typeAndWait("Grace Hopper");
  await page.click('[type="submit"]');
  await page.waitForSelector("#review[open]");
  // Longer than the page waits before it keeps something.
  await page.waitForTimeout(800);
  assert.equal(await kept(), "");
});

test("Reset asks nothing, and can be undone", async (t) => {
  const page = await openPage(t, used);
  await chooseExample(page, "New customer with a check (API example)");
  await page.fill(field("customer.full_name"), "James T.");
  const before = await request(page);
  await page.click("#reset");
  assert.deepEqual(await request(page), { customer: {} });
  assert.equal(await page.locator('[data-case-row^="checks"]').count(), 0);
  await page.click("#undo");
  assert.deepEqual(await request(page), before);
});

test("another language rewrites everything that is said, and nothing that was typed", async (t) => {
  const page = await openPage(t, used);
  await chooseExample(page, "Many errors");
  await page.click('[type="submit"]');
  await page.click(".options > summary");
  await page.click(".fields > summary");
  const json = await page.inputValue("#request");
  const english = new Set((await visibleText(page)).split("\n"));
  for (const [language, title] of [
    ["de", "Fehler: Neuer Compliance-Fall · sphinx-case"],
    ["es", "Error: Nuevo caso de cumplimiento normativo · sphinx-case"],
    ["fr", "Erreur : Nouveau dossier de conformité · sphinx-case"],
    ["pl", "Błąd: Nowa sprawa compliance · sphinx-case"],
    ["en", "Error: New compliance case · sphinx-case"],
  ]) {
    await page.selectOption("#language", language);
    await settled(page);
    assert.equal(await page.getAttribute("html", "lang"), language);
    assert.equal((await page.title()).replace(/\s/g, " "), title);
    assert.equal(await page.inputValue("#request"), json);
    if (language === "en") break;
    // Lines of two words or more that are the same in both languages would be English that was left.
    const left = (await visibleText(page))
      .split("\n")
      .filter((line) => english.has(line) && /[A-Za-z]{3,} [a-z]{2,}/.test(line));
    assert.deepEqual(left, [], language);
  }
  await page.selectOption("#language", "de");
  await settled(page);
  await page.reload();
  await page.waitForSelector('#verdict:not([data-state="waiting"])');
  assert.equal(await page.getAttribute("html", "lang"), "de");
});

test("the page begins in the browser's language", { skip: onlyInChromium("it sets the language") }, async (t) => {
  const page = await openPage(t, used, { context: { locale: "fr-CA" } });
  assert.equal(await page.textContent("h1"), "Nouveau dossier de conformité");
});

test("two hundred rows stay usable", async (t) => {
  const checks = Array.from({ length: 200 }, (_, index) => ({ check_type: "PEP", document_ids: [index + 1] }));
  const page = await openPage(t, used, { text: JSON.stringify({ customer_id: 1, checks }) });
  assert.equal(await page.locator("#case-form .row").count(), 200);
  await page.focus(field("checks[199].check_type"));
  const slowest = await page.evaluate(async () => {
    const input = document.activeElement;
    let slowest = 0;
    for (let key = 0; key < 10; key += 1) {
      const start = performance.now();
      input.value += "X";
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
      slowest = Math.max(slowest, performance.now() - start);
    }
    return Math.round(slowest);
  });
  t.diagnostic(`the slowest key took ${slowest} ms until it was drawn`);
  // WebKit draws in software here.
  assert.ok(slowest < (engine === "webkit" ? 1000 : 250), `${slowest} ms`);
  await page.click('[data-case-row="checks[199]"] [data-case-up]');
  assert.equal((await request(page)).checks[198].check_type, `PEP${"X".repeat(10)}`);
});

test("a text with more rows than a form can show is checked, and not loaded", async (t) => {
  const checks = Array.from({ length: 501 }, () => ({ check_type: "PEP" }));
  const page = await openPage(t, used, { text: JSON.stringify({ customer_id: 1, checks }) });
  assert.match(await verdict(page), /^Valid/);
  assert.match(await page.textContent("#apart-text"), /too long to show in the form/);
  assert.equal(await page.locator("#case-form .row").count(), 0);
});
