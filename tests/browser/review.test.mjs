/** The review before sending: its warnings, its sections, and the way back to a field. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFinds } from "./axe.mjs";
import { chooseExample, LOOKS, openPage, setText, useBrowser } from "./open.mjs";
import { useSandbox } from "./relay.mjs";

const browser = useBrowser();
const used = useSandbox(browser);

const created = async () => (await (await used.sandbox()).facts()).cases;
const texts = (page, selector) => page.locator(selector).allTextContents();

/** Opens the review of a request, on a page with the sandbox. */
async function review(t, request, options) {
  const page = await openPage(t, used, options);
  await page.waitForSelector("#sandbox");
  await setText(page, JSON.stringify(request));
  await openReview(page);
  return page;
}

async function openReview(page) {
  await page.click('[type="submit"]');
  await page.waitForSelector("#review[open]");
}

async function pressCreate(page) {
  await page.focus("#review-create");
  await page.keyboard.press("Enter");
}

const SAFE = { customer_id: 7, checks: [{ check_type: "PEP" }] };

const DANGEROUS = {
  customer_overwrite: {
    customer: { full_name: "Ada Lovelace", external_id: "cust-1" },
    checks: [{ check_type: "PEP" }],
  },
  nothing_to_start: { customer_id: 7 },
};

const CONFIRMATIONS = {
  customer_overwrite: "Create the case even if this clears data of an existing customer",
  nothing_to_start: "Create the case although nothing will be checked",
};

for (const [code, request] of Object.entries(DANGEROUS)) {
  test(`${code} must be confirmed before the case is created`, async (t) => {
    const page = await review(t, request);
    const before = await created();
    assert.deepEqual(await texts(page, "#review-warnings-list label"), [CONFIRMATIONS[code]]);
    assert.equal(await page.isDisabled("#review-create"), false, "the button explains what is missing");
    await page.click("#review-create");
    assert.equal(await page.getAttribute("#review", "data-state"), "review");
    const box = await page.evaluate(() => {
      const box = document.activeElement;
      return {
        type: box.type,
        invalid: box.getAttribute("aria-invalid"),
        description: box
          .getAttribute("aria-describedby")
          .split(" ")
          .map((id) => document.getElementById(id).textContent),
      };
    });
    assert.equal(box.type, "checkbox");
    assert.equal(box.invalid, "true");
    assert.equal(box.description[0], "Select this box to create the case, or change the request");
    assert.notEqual(box.description[1], "", "the warning itself is described too");
    assert.equal(await created(), before, "nothing was sent");
    await page.keyboard.press("Space");
    assert.equal(await page.isVisible("#review-warnings .case-error"), false);
    await page.click("#review-create");
    await page.waitForSelector('#review[data-state="created"]');
    assert.equal(await created(), before + 1);
  });
}

test("every dangerous warning is confirmed by itself, and a new review asks again", async (t) => {
  const page = await review(t, { customer: { full_name: "Ada Lovelace", external_id: "cust-1" } });
  assert.equal((await texts(page, "#review-warnings-list label")).length, 2);
  await pressCreate(page);
  await page.keyboard.press("Space");
  await pressCreate(page);
  assert.equal(await page.getAttribute("#review", "data-state"), "review", "the other box is missing");
  assert.equal(await page.locator("#review-warnings-list [aria-invalid]").count(), 1);
  await page.click("#review-back");
  await openReview(page);
  assert.equal(await page.locator("#review-warnings-list :checked").count(), 0);
});

test("all warnings are sentences with the labels of their fields, and only the dangerous ones have a box", async (t) => {
  const page = await openPage(t, used);
  await page.waitForSelector("#sandbox");
  await chooseExample(page, "Valid, with warnings");
  await openReview(page);
  assert.equal(await page.textContent("#review-warnings-heading"), "4 warnings");
  assert.deepEqual(await texts(page, "#review-warnings-list li > p:first-child"), [
    "New customer: If a customer with this external ID already exists, these fields of that customer will be cleared: Additional details",
    "Webhook URL: The connection to the webhook is not encrypted; use https://",
    "Check 1, Check type: Unknown check type, sent as entered; did you mean SANCTION?",
    "Check 2, Document 3: Document 7 is linked more than once; keep only one link",
  ]);
  assert.equal(await page.locator("#review-warnings-list label").count(), 1);
});

test("a request without warnings has no list of them, and is created at once", async (t) => {
  const page = await review(t, SAFE);
  assert.ok(await page.isHidden("#review-warnings"));
  await page.click("#review-create");
  await page.waitForSelector('#review[data-state="created"]');
});

test("a page that cannot send shows the warnings, asks for no confirmation and copies", async (t) => {
  const page = await openPage(t, browser, { text: '{"customer_id": 7}' });
  await openReview(page);
  assert.match(await page.textContent("#review-warnings-list"), /^The case starts immediately but has no checks/);
  assert.equal(await page.locator("#review-warnings-list input").count(), 0);
  await page.click("#review-copy");
  await page.waitForFunction(() => document.querySelector("#review-copy").textContent === "Copied");
});

test("the request is grouped as in the form, with defaults, and each section can be changed", async (t) => {
  const page = await review(t, {
    customer: { full_name: "Ada Lovelace", customer_type: "INDIVIDUAL" },
    checks: [{ check_type: "PEP" }, { check_type: "SANCTION", document_ids: [3, 4] }],
    delete_after: 30,
  });
  const groups = await page.evaluate(() =>
    [...document.querySelectorAll("#review-list .section-head")].map((head) => [
      head.firstElementChild.localName,
      head.firstElementChild.textContent,
      head.querySelector("button").getAttribute("aria-label"),
      [...(head.parentElement.querySelector(":scope > dl, :scope > p")?.querySelectorAll("div") ?? [])].map((line) =>
        [...line.children].map((one) => one.textContent).join(" = "),
      ),
    ]),
  );
  assert.deepEqual(groups, [
    ["h3", "Customer", "Change customer", ["Full name = Ada Lovelace", "Customer type = Individual"]],
    ["h3", "Checks", "Change checks", []],
    ["h4", "Check 1", "Change check 1", ["Check type = Politically Exposed Person"]],
    ["h4", "Check 2", "Change check 2", ["Check type = Sanction", "Documents = 3, 4"]],
    ["h3", "Documents and notifications", "Change documents and notifications", []],
    [
      "h3",
      "Start and retention",
      "Change start and retention",
      [
        "When should the case start? = As soon as it is created (default)",
        "Retention period for the case = Delete after 30 days",
      ],
    ],
  ]);
});

test("details of the customer have the labels of their fields, and the rest is JSON", async (t) => {
  const details = { score: 1, dob: "1990-01-31", phone: 5, address: "1 Main St\nSpringfield", list: [{}] };
  const page = await review(t, {
    ...SAFE,
    customer_id: undefined,
    customer: { full_name: "Ada", input_details: details },
  });
  const lines = await page.evaluate(() =>
    [...document.querySelectorAll("#review-list .section:first-child dl > div")].map((line) =>
      [...line.children].map((one) => one.textContent.replace(/\s+/g, " ")).join(" = "),
    ),
  );
  assert.deepEqual(lines, [
    "Full name = Ada",
    "Date of birth = 1990-01-31",
    "Address = 1 Main St Springfield",
    'Additional details = {"score":1,"phone":5,"list":[{}]}',
  ]);
});

for (const [name, target] of [
  ["Change customer", "choose-customer"],
  ["Change checks", "choose-checks"],
  ["Change check 2", "checks[1].check_type"],
  ["Change documents and notifications", "webhook_url"],
  ["Change start and retention", "auto_start"],
]) {
  test(`"${name}" leads to the first field of its section, by keyboard`, async (t) => {
    const page = await review(t, { ...SAFE, checks: [{ check_type: "PEP" }, { check_type: "SANCTION" }] });
    await page.focus(`#review-list button[aria-label="${name}"]`);
    await page.keyboard.press("Enter");
    await page.waitForFunction((target) => document.activeElement.name === target, target);
    assert.ok(await page.isHidden("#review"));
    assert.ok(
      await page.evaluate(() => {
        const { top, bottom } = document.activeElement.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      }),
      "the field can be seen",
    );
  });
}

test("what is changed after the review is what is sent", async (t) => {
  const page = await review(t, SAFE);
  await page.click('#review-list button[aria-label="Change check 1"]');
  await page.waitForFunction(() => document.activeElement.name === "checks[0].check_type");
  await page.fill('[name="checks[0].check_type"]', "SANCTION");
  await openReview(page);
  assert.match(await page.textContent("#review-list"), /Check type\s*Sanction/);
  await page.click("#review-create");
  await page.waitForSelector('#review[data-state="created"]');
  const { api } = await used.sandbox();
  const received = (await (await fetch(`${api}/sandbox/cases.ndjson`)).text()).trim().split("\n");
  assert.match(received.at(-1), /check_type.{1,5}SANCTION/);
});

test("a field that is removed from the payload is not in the review", async (t) => {
  const page = await openPage(t, used);
  await page.waitForSelector("#sandbox");
  await page.$eval(".options", (details) => {
    details.open = true;
  });
  await page.check('input[name="unknownFields"][value="keep"]', { force: true });
  await setText(page, JSON.stringify({ ...SAFE, own: 1 }));
  await openReview(page);
  assert.match(await page.textContent("#review-list"), /Unknown fields\s*own\s*1/);
  await page.click("#review-back");
  await page.check('input[name="unknownFields"][value="strip"]', { force: true });
  await openReview(page);
  assert.doesNotMatch(await page.textContent("#review-list"), /own/);
});

for (const [look, context] of Object.entries(LOOKS)) {
  test(`${look}: axe finds nothing in the review with warnings`, async (t) => {
    const page = await review(t, DANGEROUS.customer_overwrite, { context });
    await page.click("#review-create");
    assert.deepEqual(await axeFinds(page), []);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, "not too wide");
  });
}
