/** `sphinx-case/dom` in Chromium: rows of lists, and every issue at its place. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFinds } from "./axe.mjs";
import { focused, marks, request, useForms } from "./dom.mjs";

const { open } = useForms();

const press = (page, text, nth = 0) => page.locator(`button:text-is("${text}")`).nth(nth).press("Enter");
const status = (page) => page.textContent("#case > [role=status]");
const names = (page) => page.$$eval("[name^=checks]", (all) => all.map((one) => one.name));

test("2.1.1 Keyboard, 2.4.3 Focus order: a row is added, filled in, copied, moved and removed", async (t) => {
  const page = await open(t);
  await press(page, "Add a check");
  assert.equal(await focused(page), "checks[0].check_type", "the first input of the new row");
  assert.equal(await status(page), "Check 1 added");
  await page.keyboard.type("PEP");
  await press(page, "Add a document to the check");
  assert.equal(await focused(page), "checks[0].document_ids[0]");
  await page.keyboard.type("5");
  await press(page, "Copy");
  assert.equal(await focused(page), "checks[1].check_type");
  await page.keyboard.type("SANC");
  assert.deepEqual((await request(page)).checks, [
    { check_type: "PEP", document_ids: [5] },
    { check_type: "SANCTION", document_ids: [5] },
  ]);
  await press(page, "Down", 0);
  assert.equal(await focused(page), "Up", "the pressed button cannot go further");
  assert.deepEqual(
    (await request(page)).checks.map((check) => check.check_type),
    ["SANCTION", "PEP"],
  );
  assert.deepEqual((await names(page)).slice(0, 5), [
    "checks[0].check_type",
    "checks[0].input_details",
    "checks[0].delete_after",
    "checks[0].document_ids[0]",
    "checks[1].check_type",
  ]);
  await press(page, "Remove", 0);
  assert.equal(await focused(page), "checks[0].check_type", "the next row");
  assert.equal(await status(page), "Check 1 removed");
  await press(page, "Remove", 0);
  assert.equal(await focused(page), "Add a check", "no row is left");
  assert.equal((await request(page)).checks, undefined);
});

test("a row keeps its elements, ids, focus and caret when it is moved, and its issues with it", async (t) => {
  const page = await open(t, { options: { initial: { checks: [{ delete_after: 1 }, { delete_after: 2 }] } } });
  await page.fill("[name='checks[1].delete_after']", "soon");
  await page.focus("[name='checks[1].delete_after']");
  await page.evaluate(() => {
    window.input = document.activeElement;
    window.input.setSelectionRange(1, 3);
    window.input.blur();
    window.input.focus();
    window.id = window.input.id;
    window.binding.form.move("checks", 1, 0);
  });
  const input = await page.evaluate(() => {
    const { input, id } = window;
    return [
      input.name,
      input.id === id,
      document.activeElement === input,
      input.selectionStart,
      input.selectionEnd,
      input.value,
    ];
  });
  assert.deepEqual(input, ["checks[0].delete_after", true, true, 1, 3, "soon"]);
  const found = await marks(page);
  assert.equal(found["checks[0].delete_after"], "Error: Enter a whole number (received: string)");
  assert.equal(await page.getAttribute("[name='checks[1].delete_after']", "aria-invalid"), null);
});

test("numbers, ids and labels are each row's own; the ends cannot go further; axe finds nothing", async (t) => {
  const page = await open(t, { options: { initial: { customer_id: 1, checks: [{}, {}, {}] } } });
  const rows = await page.$$eval("[data-case-row^='checks[']", (all) =>
    all.map((row) => [
      row.querySelector("[data-case-number]").textContent,
      row.querySelector("[data-case-up]").disabled,
      row.querySelector("[data-case-down]").disabled,
      row.querySelector("select").labels[0].textContent,
      document.getElementById(row.querySelector("[aria-describedby]").getAttribute("aria-describedby")).textContent,
    ]),
  );
  assert.deepEqual(rows, [
    ["1", true, false, "Check type", "Days"],
    ["2", false, false, "Check type", "Days"],
    ["3", false, true, "Check type", "Days"],
  ]);
  const ids = await page.$$eval("[id]", (all) => all.map((one) => one.id));
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(await axeFinds(page), []);
});

test("what a template holds is in a row that the person adds, and not in one that a program gives", async (t) => {
  const page = await open(t, {
    change: (html) => html.replace('name="checks[].delete_after"', 'name="checks[].delete_after" value="90"'),
  });
  await press(page, "Add a check");
  await page.evaluate(() => window.binding.form.append("checks", { check_type: "PEP" }));
  assert.deepEqual((await request(page)).checks, [{ delete_after: 90 }, { check_type: "PEP" }]);
});

test("rows that other code adds or takes away are taken over by refresh", async (t) => {
  const page = await open(t);
  await page.evaluate(() => {
    const row = document.querySelector("[data-case-row]");
    const copy = row.cloneNode(true);
    copy.dataset.caseRow = "document_ids[1]";
    copy.querySelector("input").name = "document_ids[1]";
    copy.querySelector("input").id = "copied";
    copy.querySelector("input").value = "8";
    row.after(copy);
    window.binding.refresh();
  });
  assert.deepEqual((await request(page)).document_ids, [7, 8]);
  await page.fill("#copied", "9");
  await page.evaluate(() => {
    document.querySelector("[data-case-row]").remove();
    window.binding.refresh();
  });
  assert.deepEqual((await request(page)).document_ids, [9]);
  assert.equal(await page.getAttribute("#copied", "name"), "document_ids[0]");
});

test("with 200 rows a key changes nothing in other rows, and one more row changes one button of the last", async (t) => {
  const checks = Array.from({ length: 200 }, (_, index) => ({ check_type: "PEP", document_ids: [index + 1] }));
  const page = await open(t, { options: { initial: { customer_id: 1, checks } } });
  const watch = () =>
    page.evaluate(() => {
      window.changes = [];
      window.observer ??= new MutationObserver((records) => window.changes.push(...records));
      const all = { subtree: true, childList: true, attributes: true, characterData: true };
      window.observer.observe(document.querySelector("[data-case-list=checks]"), all);
    });
  /** In which rows something has changed. */
  const changed = () =>
    page.evaluate(() => {
      const rows = window.changes.map(({ target }) => target.closest("[data-case-row^='checks[']")?.dataset.caseRow);
      return [...new Set(rows)].filter(Boolean).sort();
    });
  await page.focus("[name='checks[100].delete_after']");
  await watch();
  await page.keyboard.type("7x");
  assert.deepEqual(await page.evaluate(() => window.changes.length), 0, "nothing at all while it is typed");
  await page.keyboard.press("Tab");
  assert.deepEqual(await changed(), ["checks[100]"], "its issue");
  await page.evaluate(() => window.changes.splice(0));
  await press(page, "Add a check");
  assert.deepEqual(await changed(), ["checks[199]", "checks[200]"], "what was last can go down now");
  assert.equal((await request(page)).checks.length, 201);
});

test("an element of the page between two rows stays there, and no row is moved for it", async (t) => {
  const page = await open(t, { options: { initial: { customer_id: 1, checks: [{}, {}, {}] } } });
  const order = await page.evaluate(() => {
    const list = document.querySelector("[data-case-list=checks]");
    const rows = [...list.children];
    rows[1].before(document.createElement("hr"));
    const moved = [];
    const observer = new MutationObserver((records) => moved.push(...records));
    observer.observe(list, { childList: true });
    window.binding.form.append("checks");
    const touched = observer.takeRecords().flatMap(({ addedNodes }) => [...addedNodes]);
    return [[...list.children].map(({ localName }) => localName), touched.filter((one) => rows.includes(one)).length];
  });
  assert.deepEqual(order, [["fieldset", "hr", "fieldset", "fieldset", "fieldset"], 0]);
});

/** What a person or a server can bring about, by code: the request or texts, and where it must stand. */
const CODES = {
  required: [{ set: {} }, "customer.full_name"],
  too_long: [{ set: { "customer.full_name": "x".repeat(256) } }, "customer.full_name"],
  invalid_url: [{ set: { webhook_url: "nowhere" } }, "webhook_url"],
  invalid_slug: [{ set: { case_config: "a b" } }, "case_config"],
  invalid_option: [{ set: { "customer.customer_type": "X" } }, "customer.customer_type"],
  out_of_range: [{ set: { delete_after: "-2" } }, "delete_after"],
  invalid_type: [{ set: { delete_after: "x" } }, "delete_after"],
  invalid_json: [{ set: { "customer.input_details": "{" } }, "customer.input_details"],
  insecure_webhook: [{ set: { webhook_url: "http://example.com" } }, "webhook_url"],
  unreachable_webhook: [{ set: { webhook_url: "https://localhost" } }, "webhook_url"],
  retention_over_a_year: [{ set: { delete_after: "400" } }, "delete_after"],
  results_deleted_unseen: [{ set: { delete_after: "0" } }, "delete_after"],
  nothing_to_start: [{ set: {} }, ""],
  customer_overwrite: [{ set: { "customer.external_id": "a" } }, "customer"],
  invalid_unicode: [{ set: { "customer.full_name": "\0" } }, "customer.full_name"],
  exclusive: [{ load: { customer_id: 1, case_config: "a", checks: [{ check_type: "PEP" }] } }, "case_config"],
  missing_check_type: [{ load: { checks: [{}] } }, "checks[0].check_type"],
  unknown_option: [{ load: { checks: [{ check_type: "WHAT" }] } }, "checks[0].check_type"],
  duplicate_item: [{ load: { document_ids: [1, 1] } }, "document_ids[1]"],
  not_nullable: [{ load: { customer_id: null } }, "customer_id"],
  blank: [{ load: { case_config: "" } }, "case_config"],
  unknown_field: [{ load: { nobody: 1 } }, "", /Error: nobody: /],
  required_one_of: [{ load: {}, without: true }, ""],
};

for (const [code, [{ set = {}, load, without }, at, words]] of Object.entries(CODES)) {
  test(`the issue ${code} is shown at its place`, async (t) => {
    const page = await open(t);
    await page.evaluate(
      ({ set, load, without }) => {
        const { form } = window.binding;
        if (load) form.load(load);
        if (without) document.querySelector("[data-case-include=customer]").disabled = true;
        for (const [name, text] of Object.entries(set)) form.set(name, text);
      },
      { set, load, without },
    );
    await page.click("#send");
    const issue = await page.evaluate(
      (code) => window.binding.form.getSnapshot().shown.find((one) => one.code === code),
      code,
    );
    assert.ok(issue, "the issue arises");
    const text = (await marks(page))[at] ?? "";
    assert.ok(text.includes(issue.message), `${at}: ${text}`);
    assert.match(text, words ?? /^(Error|Warning): /);
  });
}

test("a list in a fieldset is included and left out like a group", async (t) => {
  const page = await open(t, {
    change: (html) =>
      html.replace(
        "<fieldset>\n          <legend>Checks",
        '<fieldset data-case-include="checks" id="all"><legend>Checks',
      ),
  });
  assert.deepEqual((await request(page)).checks, []);
  await press(page, "Add a check");
  await page.$eval("#all", (group) => {
    group.disabled = true;
  });
  assert.equal((await request(page)).checks, undefined);
  await page.$eval("#all", (group) => {
    group.disabled = false;
  });
  assert.deepEqual((await request(page)).checks, [{}]);
});
