/** Details of the customer as fields and as JSON: one value, two views, and nothing is lost. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFinds } from "./axe.mjs";
import { openPage, setText, settled, useBrowser } from "./open.mjs";

const used = useBrowser();

const JSON_FIELD = '[name="customer.input_details"]';
const detail = (key) => `#case-detail-${key}`;
const json = (page) => page.inputValue(JSON_FIELD);
const request = async (page) => {
  await settled(page);
  return JSON.parse(await page.inputValue("#request"));
};
const openJson = (page) =>
  page.evaluate(() => {
    document.getElementById("details-json").open = true;
  });

test("what is typed in the fields is in the JSON, and an emptied field removes its key", async (t) => {
  const page = await openPage(t, used);
  await page.fill(detail("dob"), "1990-01-31");
  await page.fill(detail("nationality"), " US ");
  await page.fill(detail("email"), "ada@example.com");
  await page.fill(detail("phone"), "+1 555 0100");
  await page.focus(detail("address"));
  await page.keyboard.type("1 Main Street ");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Springfield");
  assert.equal(await page.inputValue(detail("address")), "1 Main Street \nSpringfield");
  assert.deepEqual((await request(page)).customer.input_details, {
    dob: "1990-01-31",
    nationality: "US",
    email: "ada@example.com",
    phone: "+1 555 0100",
    address: "1 Main Street \nSpringfield",
  });
  for (const key of ["dob", "email", "phone", "address"]) await page.fill(detail(key), "");
  assert.equal(await json(page), '{"nationality": "US"}');
  await page.fill(detail("nationality"), "  ");
  assert.equal(await json(page), "");
  assert.deepEqual(await request(page), { customer: {} }, "no empty object is left");
});

test("other keys, their order, the spelling of numbers and the layout stay as they are", async (t) => {
  const page = await openPage(t, used);
  await openJson(page);
  await page.fill(
    JSON_FIELD,
    '{\n  "score": 1.0,\n  "dob": "1990-01-31",\n  "big": 12345678901234567890,\n  "n": {"dob": -0}\n}',
  );
  assert.equal(await page.inputValue(detail("dob")), "1990-01-31");
  await page.fill(detail("dob"), "1991-02-01");
  await page.fill(detail("email"), 'a"b@example.com');
  assert.equal(
    await json(page),
    '{\n  "score": 1.0,\n  "dob": "1991-02-01",\n  "big": 12345678901234567890,\n  "n": {"dob": -0},\n  "email": "a\\"b@example.com"\n}',
  );
  await page.fill(detail("dob"), "");
  await page.fill(detail("email"), "");
  assert.equal(await json(page), '{\n  "score": 1.0,\n  "big": 12345678901234567890,\n  "n": {"dob": -0}\n}');
});

test("JSON that cannot be read, or is not an object, disables the fields, says why, and stays as it is", async (t) => {
  const page = await openPage(t, used);
  await page.fill(detail("phone"), "1");
  await openJson(page);
  for (const text of ['{"phone": "1",', "[1]", '{"dob": "a", "dob": "b"}', "12"]) {
    await page.fill(JSON_FIELD, text);
    assert.ok(await page.isDisabled(detail("phone")), text);
    assert.match(await page.textContent("#details-reason"), /not a valid JSON object/, text);
    assert.equal(await json(page), text);
  }
  await setText(page, '{"customer":{"full_name":"A","input_details":null}}');
  assert.ok(await page.isDisabled(detail("phone")));
  await page.fill(JSON_FIELD, '{"phone": "2"}');
  assert.equal(await page.inputValue(detail("phone")), "2");
  assert.equal(await page.textContent("#details-reason"), "");
});

test("a value that is not a plain text can be seen and changed in the JSON only", async (t) => {
  const page = await openPage(t, used);
  const details = { dob: 1990, nationality: ["US"], email: "a\nb", phone: null, address: { street: "1 Main Street" } };
  await setText(page, JSON.stringify({ customer: { full_name: "A", input_details: details } }));
  for (const key of Object.keys(details)) {
    assert.ok(await page.isDisabled(detail(key)), key);
    assert.match(await page.textContent(`${detail(key)}-issues`), /not plain text/, key);
  }
  assert.deepEqual((await request(page)).customer.input_details, details);
  assert.deepEqual(await axeFinds(page), []);
});

test("an invalid date is reported, and sent as it was entered", async (t) => {
  const page = await openPage(t, used);
  const said = () => page.textContent(`${detail("dob")}-issues`);
  await page.focus(detail("dob"));
  await page.keyboard.type("31.01.1990");
  assert.equal(await said(), "", "not while it is typed");
  await page.keyboard.press("Tab");
  assert.match(await said(), /^Warning: Enter the date as year-month-day/);
  assert.equal(JSON.parse(await json(page)).dob, "31.01.1990");
  await page.fill(detail("dob"), "1990-02-30");
  await page.keyboard.press("Tab");
  assert.notEqual(await said(), "");
  await page.fill(detail("dob"), "1990-02-28");
  await page.keyboard.press("Tab");
  assert.equal(await said(), "");
});

test("the fields follow a loaded request, Undo, the customer type and the language", async (t) => {
  const page = await openPage(t, used);
  await page.fill(detail("dob"), "1990-01-31");
  await page.click("#reset");
  assert.equal(await page.inputValue(detail("dob")), "");
  await page.click("#undo");
  assert.equal(await page.inputValue(detail("dob")), "1990-01-31");
  await page.selectOption('[name="customer.customer_type"]', "COMPANY");
  assert.ok(await page.isVisible(detail("dob")), "what is in the request stays visible");
  assert.ok(await page.isHidden(detail("nationality")), "a company has no nationality");
  await page.selectOption("#language", "de");
  await settled(page);
  assert.equal(await page.inputValue(detail("dob")), "1990-01-31");
  assert.match(await page.$eval(detail("dob"), (input) => input.labels[0].textContent), /^Geburtsdatum\s+optional$/);
  await page.reload();
  await page.waitForSelector('#verdict:not([data-state="waiting"])');
  assert.equal(await page.inputValue(detail("dob")), "1990-01-31", "it is in the draft");
});
