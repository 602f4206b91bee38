/** The summary of errors of `sphinx-case/dom`: every entry leads to something that can be seen and has the focus. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFinds } from "./axe.mjs";
import { useForms } from "./dom.mjs";

const { open } = useForms();

/** Follows each link of the summary; where the focus is then, and whether that is in view. */
async function followAll(page) {
  const count = await page.locator("[role=alert] li").count();
  assert.equal(await page.locator("[role=alert] li > a[href]").count(), count, "every entry is a link");
  const met = {};
  for (let index = 0; index < count; index += 1) {
    const text = await page.locator("[role=alert] a").nth(index).textContent();
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.locator("[role=alert] a").nth(index).press("Enter");
    met[text] = await page.evaluate(() => {
      const { activeElement: one } = document;
      const { top, bottom, width, height } = one.getBoundingClientRect();
      const isInView = width > 0 && height > 0 && bottom > 0 && top < innerHeight && (top > -1 || height > innerHeight);
      const name = one.name || one.dataset.caseIssues || one.textContent.trim().split("\n")[0] || one.localName;
      return isInView && one !== document.body ? name : `${name}: not in view`;
    });
  }
  return met;
}

const hideOther = (html) =>
  html.replace('data-case-include="customer_id" disabled', 'data-case-include="customer_id" disabled hidden');

test("unknown fields of the request, a group and a row are links too", async (t) => {
  const page = await open(t, { change: hideOther });
  await page.evaluate(() =>
    window.binding.form.load({
      customer: { full_name: "Ada", more: 1 },
      checks: [{ check_type: "PEP", more: 1 }],
      more: 1,
    }),
  );
  await page.click("#send");
  const met = await followAll(page);
  assert.equal(Object.keys(met).length, 3);
  for (const [text, where] of Object.entries(met)) assert.doesNotMatch(where, /not in view/, text);
  assert.deepEqual(await axeFinds(page), []);
});

test("errors that the server reports for the request, lists and a hidden alternative are links too", async (t) => {
  const page = await open(t, { change: hideOther });
  await page.fill("#full_name", "Ada");
  await page.evaluate(() => {
    const errors = {
      non_field_errors: ["Not today."],
      customer_id: ["Not this one."],
      document_ids: ["Too many."],
      checks: ["Too few."],
      auto_start: ["Not now."],
    };
    window.answer = () => new Response(JSON.stringify(errors), { status: 400 });
  });
  await page.click("#send");
  await page.waitForSelector("[role=alert] a");
  const met = await followAll(page);
  assert.equal(Object.keys(met).length, 5);
  for (const [text, where] of Object.entries(met)) assert.doesNotMatch(where, /not in view/, text);
  assert.equal(met["Checks: Too few."] ?? met["checks: Too few."], "Add a check", JSON.stringify(met));
});

test("what a style sheet hides leads to what is visible around it", async (t) => {
  const page = await open(t);
  await page.fill("#delete_after", "x");
  await page.evaluate(() => {
    document.querySelector("#full_name").closest("fieldset").style.display = "none";
    document.querySelector("#delete_after").style.visibility = "hidden";
    document.querySelector("#case").requestSubmit();
  });
  const met = await followAll(page);
  assert.equal(Object.keys(met).length, 2);
  for (const [text, where] of Object.entries(met)) assert.doesNotMatch(where, /not in view/, text);
  assert.equal(await page.locator("fieldset[tabindex]").count(), 0, "only what has the focus was changed");
});

test("a document whose label is visually hidden, in details that are closed, is scrolled to", async (t) => {
  const page = await open(t, {
    options: { initial: { customer: { full_name: "Ada" }, checks: [{ check_type: "PEP", document_ids: [1] }] } },
    change: (html) =>
      html
        .replace(
          '<ul data-case-list="checks[].document_ids"></ul>',
          '<details><summary>More</summary><ul data-case-list="checks[].document_ids"></ul>',
        )
        .replace("Add a document to the check</button>", "Add a document to the check</button></details>")
        .replace('<label for="document-[]">', '<label for="document-[]" hidden>'),
  });
  await page.evaluate(() => {
    document.querySelector("#case").style.paddingTop = "3000px";
    window.binding.form.set("checks[0].document_ids[0]", "x");
  });
  await page.evaluate(() => document.querySelector("#case").requestSubmit());
  const met = await followAll(page);
  assert.deepEqual(Object.values(met), ["checks[0].document_ids[0]"]);
});

test("a sentence of the page stands alone, other messages follow their label, without its notes", async (t) => {
  const page = await open(t, {
    options: { messages: { "customer.full_name:required": "Enter the full name." } },
    change: (html) =>
      html.replace(
        '<label>Delete after <input id="delete_after"',
        '<label>Delete after <span data-case-note>optional</span> <input id="delete_after"',
      ),
  });
  await page.fill("#delete_after", "x");
  await page.click("#send");
  assert.deepEqual(await page.locator("[role=alert] li").allTextContents(), [
    "Enter the full name.",
    "Delete after: Enter a whole number (received: string)",
  ]);
  assert.match(await page.textContent("[data-case-issues='customer.full_name']"), /^Error: Enter the full name\.$/);
});

test("moves and removals are announced each time", async (t) => {
  const page = await open(t, { options: { initial: { customer_id: 1, checks: [{}, {}, {}] } } });
  await page.evaluate(() => {
    const status = document.querySelector("#case > [role=status]");
    window.said = [];
    new MutationObserver(() => window.said.push(status.textContent)).observe(status, { childList: true });
  });
  const press = (text, nth = 0) => page.locator(`button:text-is("${text}")`).nth(nth).press("Enter");
  await press("Down");
  await press("Down");
  await press("Up", 2);
  await press("Remove");
  await press("Remove");
  const said = await page.evaluate(() => window.said);
  assert.deepEqual(
    said.map((text) => text.replace("\u00a0", "")),
    [
      "Check 1 moved to position 2",
      "Check 1 moved to position 2",
      "Check 3 moved to position 2",
      "Check 1 removed",
      "Check 1 removed",
    ],
  );
  for (let index = 1; index < said.length; index += 1)
    assert.notEqual(said[index], said[index - 1], "the text differs");
});

test("a required field says so to assistive technology, unless the page says something else", async (t) => {
  const page = await open(t, {
    change: (html) => html.replace('<input name="customer_id"', '<input name="customer_id" aria-required="true"'),
  });
  const required = await page.$$eval("[aria-required]", (all) => all.map((one) => one.name));
  assert.deepEqual(required, ["customer.full_name", "customer_id"]);
});
