/** `sphinx-case/dom` in Chromium: fields, issues beside them, the summary, and sending. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFinds } from "./axe.mjs";
import { focused, marks, request, useForms } from "./dom.mjs";

const { open, posted } = useForms();

test("what the HTML holds is the start: nothing is dirty, nothing is shown", async (t) => {
  const page = await open(t);
  assert.deepEqual(await request(page), { customer: {}, document_ids: [7], delete_after: 30, auto_start: true });
  assert.equal(await page.evaluate(() => window.binding.form.getSnapshot().dirty), false);
  assert.deepEqual(await marks(page), {});
  assert.equal(await page.$$eval("[aria-invalid]", (all) => all.length), 0);
  assert.deepEqual(await axeFinds(page), []);
});

test("options.initial fills the inputs, and a fieldset tells what is part of the request", async (t) => {
  const initial = { customer_id: 3, checks: [{ check_type: "MY_OWN", document_ids: [1, 2] }], auto_start: false };
  const page = await open(t, { options: { initial } });
  assert.deepEqual(await request(page), initial);
  assert.equal(await page.inputValue("[name=customer_id]"), "3");
  assert.equal(
    await page.inputValue("[name='checks[0].check_type']"),
    "MY_OWN",
    "a choice that is not offered is not lost",
  );
  assert.equal(await page.inputValue("[name='checks[0].document_ids[1]']"), "2");
  assert.equal(await page.isChecked("[name=auto_start]"), false);
  assert.equal(await page.isDisabled("[name='customer.full_name']"), true);
  assert.equal(await page.$$eval("[name^='document_ids']", (all) => all.length), 0);
});

test("an unticked box says no, also to a browser that posts", async (t) => {
  const page = await open(t, { sends: false });
  await page.fill("#full_name", "Ada");
  await page.uncheck("[name=auto_start]");
  assert.equal((await request(page)).auto_start, false);
  await page.click("#send");
  await page.waitForSelector("h1:text('Posted')");
  const body = new URLSearchParams(posted.at(-1));
  assert.equal(body.get("auto_start"), "false");
  assert.equal(body.get("csrf_token"), "t0ken");
});

test("3.3.1 Error identification: an error stands at its field in text, after it was left, and goes when it is mended", async (t) => {
  const page = await open(t);
  await page.focus("#delete_after");
  await page.keyboard.press("End");
  await page.keyboard.type("x");
  assert.deepEqual(await marks(page), {}, "not while it is first typed");
  await page.keyboard.press("Tab");
  assert.deepEqual(await marks(page), { delete_after: "Error: Enter a whole number (received: string)" });
  assert.equal(await page.getAttribute("#delete_after", "aria-invalid"), "true");
  assert.equal(
    await page.$eval("#delete_after", (input) => input.validationMessage),
    "Enter a whole number (received: string)",
  );
  await page.focus("#delete_after");
  await page.keyboard.press("End");
  await page.keyboard.press("Backspace");
  assert.deepEqual(await marks(page), {});
  assert.equal(await page.getAttribute("#delete_after", "aria-invalid"), null);
  assert.equal(await page.getAttribute("#delete_after", "aria-describedby"), null);
  assert.equal(await page.$eval("#delete_after", (input) => input.validationMessage), "");
});

test("1.3.1 Info and relationships: the hint stays first in aria-describedby, and other ids are left alone", async (t) => {
  const page = await open(t);
  const describedBy = () => page.getAttribute("#full_name", "aria-describedby");
  assert.equal(await describedBy(), "full_name-hint");
  await page.click("#send");
  const [hint, place, ...more] = (await describedBy()).split(" ");
  assert.deepEqual([hint, more], ["full_name-hint", []]);
  assert.equal(await page.textContent(`#${place}`), "Error: This field is required");
  assert.ok(
    await page.$eval(`#${place}`, (one) => one.nextElementSibling.id === "full_name"),
    "right before the input",
  );
  await page.$eval("#full_name", (input) =>
    input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby")} other`),
  );
  await page.fill("#full_name", "Ada");
  assert.equal(await describedBy(), "full_name-hint other");
});

test("errors and warnings can be told apart, and neither is announced by itself", async (t) => {
  const page = await open(t);
  await page.fill("#webhook", "http://example.com/");
  await page.fill("#delete_after", "x");
  await page.focus("#case_config");
  const kinds = await page.$$eval("[data-case-issues] p", (all) => all.map((one) => [one.className, one.textContent]));
  assert.deepEqual(kinds, [
    ["case-warning", "Warning: The connection to the webhook is not encrypted; use https://"],
    ["case-error", "Error: Enter a whole number (received: string)"],
  ]);
  assert.equal(
    await page.$$eval("[data-case-issues]:is([role],[aria-live]), [data-case-issues] [role]", (all) => all.length),
    0,
  );
  assert.equal(await page.getAttribute("#webhook", "aria-describedby"), "webhook-issues");
  assert.equal(await page.getAttribute("#webhook", "aria-invalid"), null, "a warning is no error");
});

test("an issue of radio buttons stands behind their legend and describes their group", async (t) => {
  const page = await open(t);
  await page.evaluate(() => window.binding.form.set("customer.customer_type", "WHO"));
  await page.click("#send");
  const place = await page.$eval("[data-case-issues='customer.customer_type']", (one) => ({
    before: one.previousElementSibling.textContent,
    isDescription: one.parentElement.getAttribute("aria-describedby") === one.id,
  }));
  assert.deepEqual(place, { before: "Type", isDescription: true });
  const link = page.locator("[role=alert] a", { hasText: "Type:" });
  await link.click();
  assert.equal(await page.evaluate(() => document.activeElement.value), "INDIVIDUAL", "to the first of them");
  assert.deepEqual(await axeFinds(page), []);
});

test("2.4.3 Focus order, 3.3.3 Error suggestion: a failed submit shows the summary, in page order and in the words of the fields", async (t) => {
  const page = await open(t);
  await page.click("#add-check");
  await page.fill("[name='checks[0].delete_after']", "soon");
  await page.fill("#delete_after", "x");
  await page.keyboard.press("Enter");
  assert.deepEqual(await page.locator("[role=alert] li").allTextContents(), [
    "Full name: This field is required",
    "Check 1, Delete after: Enter a whole number (received: string)",
    "Delete after: Enter a whole number (received: string)",
  ]);
  assert.deepEqual(await page.evaluate(() => window.sent), []);
  assert.equal(await page.title(), "Error: Create a case");
  const box = await page.evaluate(() => {
    const { activeElement: box } = document;
    const alert = box.firstElementChild;
    return [box.tabIndex, box.getAttribute("role"), alert.getAttribute("role"), alert.firstElementChild.textContent];
  });
  assert.deepEqual(box, [-1, "group", "alert", "There is a problem"]);
  assert.deepEqual(await axeFinds(page), []);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "checks[0].delete_after");
  assert.equal(await page.$eval("label[for^='check-delete']", (one) => one.getBoundingClientRect().top >= 0), true);
});

test("2.4.11 Focus not obscured: a link of the summary shows the field, also if its label is elsewhere", async (t) => {
  const page = await open(t);
  await page.evaluate(() => {
    const field = document.querySelector("#full_name");
    Object.assign(field.labels[0].style, { position: "absolute", top: "0" });
    field.style.marginTop = "3000px";
  });
  await page.click("#send");
  await page.locator("[role=alert] a").click();
  const isInView = await page.$eval("#full_name", (field) => {
    const { top, bottom } = field.getBoundingClientRect();
    // Positions have fractions of a pixel.
    return document.activeElement === field && top >= -1 && bottom <= innerHeight + 1;
  });
  assert.equal(isInView, true);
});

test("4.1.3 Status messages: what is mended leaves the summary without an alert, and with the last it goes, title too", async (t) => {
  const page = await open(t);
  await page.fill("#delete_after", "x");
  await page.click("#send");
  assert.equal(await page.locator("[role=alert]").count(), 1);
  await page.fill("#full_name", "Ada");
  assert.equal(await page.locator("[role=alert]").count(), 0);
  assert.deepEqual(await page.locator("#case > [tabindex='-1'] li").allTextContents(), [
    "Delete after: Enter a whole number (received: string)",
  ]);
  await page.fill("#delete_after", "3");
  assert.equal(await page.locator("#case > [tabindex='-1'] li").count(), 0);
  assert.equal(await page.title(), "Create a case");
});

test("an error at the request as a whole links to the first field that it names", async (t) => {
  const page = await open(t);
  await page.$eval("[data-case-include=customer]", (group) => {
    group.disabled = true;
  });
  await page.click("#send");
  const [text] = await page.locator("[role=alert] li").allTextContents();
  assert.match(text, /customer_id/);
  assert.ok((await marks(page))[""].includes(text), "the same words");
});

test("what the server says is shown like everything else", async (t) => {
  const page = await open(t);
  await page.fill("#full_name", "Ada");
  await page.evaluate(() => {
    window.answer = () => new Response('{"case_config":["Unknown."]}', { status: 400 });
  });
  await page.click("#send");
  await page.waitForSelector("[role=alert]");
  assert.equal((await marks(page)).case_config, "Error: Unknown.");
  assert.deepEqual(await page.locator("[role=alert] li").allTextContents(), ["Configuration: Unknown."]);
});

test("while it is sent, the form is busy, keeps the focus and is not sent twice", async (t) => {
  const page = await open(t);
  await page.fill("#full_name", "Ada");
  await page.evaluate(() => {
    window.answer = () => new Promise((resolve) => Object.assign(window, { resolve }));
  });
  await page.focus("#send");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  assert.equal(await page.getAttribute("#case", "aria-busy"), "true");
  assert.equal(await page.getAttribute("#send", "aria-disabled"), "true");
  assert.equal(await focused(page), "Create the case");
  await page.evaluate(() => window.resolve());
  await page.waitForSelector("#case:not([aria-busy])");
  assert.equal(await page.getAttribute("#send", "aria-disabled"), null);
  assert.deepEqual(await page.evaluate(() => window.sent.map((body) => JSON.parse(body))), [
    { customer: { full_name: "Ada" }, document_ids: [7], delete_after: 30, auto_start: true },
  ]);
});

test("disabled inputs are left out, as the browser would leave them out, and come back with their texts", async (t) => {
  const page = await open(t);
  await page.fill("#full_name", "Ada");
  const setDisabled = (selector, disabled) =>
    page.$eval(selector, (one, disabled) => Object.assign(one, { disabled }) && undefined, disabled);
  await setDisabled("[data-case-include=customer]", true);
  await setDisabled("#delete_after", true);
  assert.deepEqual(await request(page), { document_ids: [7], auto_start: true });
  await setDisabled("[data-case-include=customer]", false);
  await setDisabled("#delete_after", false);
  assert.deepEqual(await request(page), {
    customer: { full_name: "Ada" },
    document_ids: [7],
    delete_after: 30,
    auto_start: true,
  });
});

test("a program's changes reach the inputs, and leave the caret where it is", async (t) => {
  const page = await open(t);
  await page.fill("#full_name", "Ada Lovelace");
  await page.$eval("#full_name", (input) => input.setSelectionRange(3, 3));
  await page.evaluate(() => {
    window.binding.form.set("case_config", "kyb");
    window.binding.form.load({ ...JSON.parse(window.binding.form.json()), webhook_url: "https://example.com/" });
  });
  assert.equal(await page.inputValue("#case_config"), "kyb");
  assert.equal(await page.inputValue("#webhook"), "https://example.com/");
  assert.equal(await page.$eval("#full_name", (input) => input.selectionStart), 3);
});

test("a native reset is one of the store, too", async (t) => {
  const page = await open(t);
  await page.fill("#full_name", "Ada");
  await page.click("#add-check");
  await page.uncheck("[name=auto_start]");
  await page.click("button[type=reset]");
  await page.waitForFunction(() => !window.binding.form.getSnapshot().dirty);
  assert.deepEqual(await request(page), { customer: {}, document_ids: [7], delete_after: 30, auto_start: true });
  assert.equal(await page.inputValue("#full_name"), "");
  assert.equal(await page.inputValue("[name='document_ids[0]']"), "7");
  assert.equal(await page.isChecked("[name=auto_start]"), true);
});

test("dispose leaves the form as it was", async (t) => {
  const page = await open(t, { errors: true });
  assert.equal(await page.$eval("#case", (form) => form.noValidate), true);
  await page.click("#send");
  await page.evaluate(() => window.binding.dispose());
  const left = await page.$eval("#case", (form) => [
    form.noValidate,
    form.querySelectorAll("[aria-invalid],[role],[data-case-issues]:not(#webhook-issues)").length,
    form.querySelector("#full_name").validationMessage,
    document.title,
  ]);
  assert.deepEqual(left, [false, 0, "", "Create a case"]);
});

test("a pasted megabyte is taken in a moment", async (t) => {
  const page = await open(t);
  const took = await page.evaluate(() => {
    const input = document.querySelector("#details");
    input.focus();
    const start = performance.now();
    input.value = `{"text":"${"x".repeat(1 << 20)}"}`;
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    return performance.now() - start;
  });
  assert.ok(took < 2000, `${took} ms`);
  assert.equal((await request(page)).customer.input_details.text.length, 1 << 20);
});

test("after a response that does not tell the outcome, the summary says so and gets the focus", async (t) => {
  for (const isLost of [false, true]) {
    const page = await open(t);
    await page.evaluate((isLost) => {
      window.answer = async () => {
        if (isLost) throw new TypeError("Failed to fetch");
        return new Response("<!doctype html><title>Bad gateway</title>", { status: 502 });
      };
    }, isLost);
    await page.fill("#full_name", "Ada");
    await page.click("#send");
    await page.waitForSelector("#case:not([aria-busy])");
    const summary = await page.textContent("[role=alert]");
    assert.match(summary, /^It is not known whether the case was created\. Look for it in the list of cases/);
    assert.doesNotMatch(summary, /<|Failed to fetch/);
    assert.match(await focused(page), /^It is not known/);
  }
});
