/** `sphinx-case/dom` in Chromium: inputs that the browser does not accept, and what was typed before the script has run. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { focused, marks, request, useForms } from "./dom.mjs";

const { open } = useForms();
const sent = (page) => page.evaluate(() => window.sent.map((body) => JSON.parse(body)));
const typeOf =
  (name, type, more = "") =>
  (html) =>
    html.replace(new RegExp(`name="${name}"`), `type="${type}" ${more} name="${name}"`);

for (const text of ["3e", "-", "1.", "--5", "1e"]) {
  test(`a number input with "${text}", which the browser cannot read, is an error and is not sent`, async (t) => {
    const page = await open(t, { change: typeOf("delete_after", "number") });
    await page.fill("#full_name", "Ada");
    await page.focus("#delete_after");
    await page.keyboard.press("Control+A");
    await page.keyboard.type(text);
    const isUnreadable = await page.$eval("#delete_after", (input) => input.validity.badInput);
    if (!isUnreadable) return assert.equal(text, "1.", "Chromium reads 1. as 1");
    await page.keyboard.press("Tab");
    assert.deepEqual(await marks(page), { delete_after: "Error: Enter a whole number (received: string)" });
    await page.keyboard.press("Enter");
    await page.click("#send");
    assert.deepEqual(await sent(page), []);
    assert.equal(await page.$eval("#delete_after", (input) => input.validity.badInput), true, "the text stays");
    await page.fill("#delete_after", "5");
    assert.equal((await marks(page)).delete_after, undefined);
    await page.click("#send");
    assert.equal((await sent(page))[0].delete_after, 5);
  });
}

test("what the browser cannot read is sent neither by Enter nor after the input was empty before", async (t) => {
  const page = await open(t, { change: typeOf("delete_after", "number") });
  await page.fill("#full_name", "Ada");
  await page.fill("#delete_after", "");
  await page.focus("#delete_after");
  await page.keyboard.type("e");
  await page.keyboard.press("Enter");
  assert.deepEqual(await sent(page), []);
  assert.equal((await marks(page)).delete_after, "Error: Enter a whole number (received: string)");
});

test("an unreadable customer ID does not become another customer", async (t) => {
  const page = await open(t, {
    change: (html) =>
      typeOf("customer_id", "number")(html).replace('data-case-include="customer_id" disabled', 'class="existing"'),
  });
  await page.fill("#full_name", "Ada");
  await page.focus("[name=customer_id]");
  await page.keyboard.type("12e");
  await page.click("#send");
  assert.deepEqual(await sent(page), []);
  assert.match((await marks(page)).customer_id, /Enter a whole number/);
});

test("an incomplete date is an error in the words of the browser", async (t) => {
  const page = await open(t, { change: typeOf("customer.external_id", "date") });
  await page.fill("#full_name", "Ada");
  await page.focus("[name='customer.external_id']");
  await page.keyboard.type("12");
  assert.equal(await page.$eval("[name='customer.external_id']", (input) => input.validity.badInput), true);
  await page.click("#send");
  assert.deepEqual(await sent(page), []);
  const message = (await marks(page))["customer.external_id"];
  assert.match(message, /^Error: \w.{10,}/);
  assert.doesNotMatch(message, /HTTP|undefined/);
});

test("a program that sets the field removes what the browser cannot read", async (t) => {
  const page = await open(t, { change: typeOf("delete_after", "number") });
  await page.focus("#delete_after");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("3e");
  await page.evaluate(() => window.binding.form.set("delete_after", ""));
  assert.equal(await page.$eval("#delete_after", (input) => input.validity.badInput), false);
  assert.equal("delete_after" in (await request(page)), false);
});

test("the constraints of the page count: required, pattern, minlength, max and type", async (t) => {
  const page = await open(t, {
    change: (html) =>
      typeOf(
        "customer.external_id",
        "text",
        'required minlength="3"',
      )(
        typeOf(
          "case_config",
          "text",
          'pattern="kyb-.*" title="Begins with kyb"',
        )(typeOf("delete_after", "number", 'max="90"')(html)),
      ),
  });
  await page.fill("#full_name", "Ada");
  await page.fill("#case_config", "kyc");
  assert.deepEqual(await marks(page), {}, "not while it is first typed");
  await page.fill("#delete_after", "91");
  await page.click("#send");
  assert.deepEqual(await sent(page), []);
  const shown = await marks(page);
  assert.equal(shown["customer.external_id"], "Error: This field is required");
  assert.match(shown.case_config, /^Error: .*format/);
  assert.match(shown.delete_after, /^Error: .*90/);
  assert.equal(await page.locator("[role=alert] li").count(), 3);
  await page.fill("#delete_after", "90");
  await page.fill("#case_config", "kyb-1");
  await page.fill("[name='customer.external_id']", "abc");
  assert.doesNotMatch(Object.values(await marks(page)).join(), /Error/);
  await page.click("#send");
  assert.equal((await sent(page)).length, 1);
});

test("a message that the page sets with setCustomValidity blocks, is shown, and stays", async (t) => {
  const page = await open(t);
  await page.fill("#full_name", "Ada");
  await page.$eval("#case_config", (input) => input.setCustomValidity("This configuration is retired."));
  await page.click("#send");
  assert.deepEqual(await sent(page), []);
  assert.equal((await marks(page)).case_config, "Error: This configuration is retired.");
  await page.fill("#case_config", "no slug!");
  assert.match((await marks(page)).case_config, /^Error: /);
  const message = () => page.$eval("#case_config", (input) => input.validationMessage);
  assert.equal(await message(), "This configuration is retired.");
  await page.$eval("#case_config", (input) => input.setCustomValidity(""));
  await page.fill("#case_config", "kyb");
  assert.equal(await message(), "");
  await page.click("#send");
  assert.equal((await sent(page)).length, 1);
});

test("a required box of the page that is not a field of the request blocks too", async (t) => {
  const page = await open(t, {
    change: (html) =>
      html.replace('<button type="submit"', '<input type="checkbox" id="terms" required /><button type="submit"'),
  });
  await page.click("#send");
  assert.equal(await page.locator("[role=alert] li").count(), 1, "the errors of the request come first");
  await page.fill("#full_name", "Ada");
  await page.click("#send");
  assert.deepEqual(await sent(page), []);
  assert.equal(await page.evaluate(() => document.activeElement.id), "terms");
  await page.check("#terms");
  await page.click("#send");
  assert.equal((await sent(page)).length, 1);
});

/** Opens the page, but binds it only after the user has typed. */
async function typeFirst(t, options, type, change = (html) => html) {
  const page = await open(t, { change, binds: false });
  await type(page);
  await page.evaluate(async (options) => {
    const { bindCaseForm } = await import("/pkg/dom.js");
    window.sent = [];
    window.binding = bindCaseForm(document.querySelector("#case"), {
      ...options,
      submit: ({ body }) => void window.sent.push(body),
    });
  }, options);
  return page;
}

const initial = { customer: { full_name: "Grace", external_id: "g" }, case_config: "kyc", delete_after: 7 };

test("what was typed before the form is bound with an initial request stays, and is sent", async (t) => {
  const page = await typeFirst(t, { initial }, async (page) => {
    await page.fill("#full_name", "Ada Lovelace");
    await page.check("[value=COMPANY]");
    await page.uncheck("[name=auto_start]");
    await page.fill("#details", '{"a":1}');
    await page.focus("#full_name");
  });
  assert.equal(await page.inputValue("#full_name"), "Ada Lovelace");
  assert.equal(await focused(page), "customer.full_name");
  await page.click("#send");
  assert.deepEqual(await sent(page), [
    {
      customer: { full_name: "Ada Lovelace", external_id: "g", customer_type: "COMPANY", input_details: { a: 1 } },
      delete_after: 7,
      case_config: "kyc",
      auto_start: false,
    },
  ]);
});

test("a draft that is restored does not replace what was typed", async (t) => {
  const restore = JSON.stringify({
    version: 1,
    entries: [
      { name: "customer.full_name", text: "Old" },
      { name: "case_config", text: "kyb" },
    ],
  });
  const page = await typeFirst(t, { restore }, (page) => page.fill("#full_name", "New"));
  assert.deepEqual(await request(page), { customer: { full_name: "New" }, case_config: "kyb" });
});

test("a row of the page that the user has edited stays, also beside those of the initial request", async (t) => {
  const change = (html) =>
    html
      .replace('<div data-case-row="">', '<div data-case-row=""><input name="document_ids[0]" value="1" /></div>$&')
      .replace('name="document_ids[0]" value="7"', 'name="document_ids[1]" value="7"');
  const page = await typeFirst(t, { initial }, (page) => page.fill("#document-a", "99"), change);
  assert.deepEqual((await request(page)).document_ids, [99]);
  assert.equal(await page.inputValue("#document-a"), "99");
  assert.equal(await page.getAttribute("#document-a", "name"), "document_ids[0]");
});

test("what the browser cannot read was typed before: it stays, and is an error", async (t) => {
  for (const options of [{ initial }, {}]) {
    const page = await typeFirst(
      t,
      options,
      async (page) => {
        await page.fill("#full_name", "Ada");
        await page.focus("#delete_after");
        await page.keyboard.press("Control+A");
        await page.keyboard.type("3e");
      },
      typeOf("delete_after", "number"),
    );
    assert.equal(await page.$eval("#delete_after", (input) => input.validity.badInput), true);
    await page.click("#send");
    assert.deepEqual(await sent(page), []);
  }
});

for (const [what, finish] of Object.entries({
  "is canceled": (page) =>
    page.$eval("#send", (one) => one.dispatchEvent(new PointerEvent("pointercancel", { bubbles: true }))),
  "ends where the page does not see it": (page) =>
    page.$eval("#case_config", (one) =>
      one.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, buttons: 0 })),
    ),
  "is followed by a key": (page) => page.keyboard.press("Shift"),
  "is followed by the choice in a select": (page) => page.selectOption("[name='checks[0].check_type']", "PEP"),
  "has no end": () => {},
})) {
  test(`a press that ${what} does not hide issues`, async (t) => {
    const page = await open(t);
    await page.click("#add-check");
    await page.fill("#delete_after", "x");
    // At once: the browser itself reports from time to time where the pointer is, which is not pressed here.
    const atOnce = await page.$eval("#send", (one) => {
      one.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, buttons: 1 }));
      document.activeElement.blur();
      return document.querySelector("[data-case-issues=delete_after]")?.textContent ?? "";
    });
    assert.equal(atOnce, "", "not while the pointer is pressed");
    await finish(page);
    await page.waitForFunction(
      () => document.querySelector("[data-case-issues=delete_after]")?.textContent,
      undefined,
      {
        timeout: 4000,
      },
    );
  });
}

test("a field without a minimum below zero has a numeric keyboard, one that takes -1 has a minus", async (t) => {
  const page = await open(t);
  await page.click("#add-check");
  const keyboards = await page.$$eval("input", (all) => all.map(({ name, inputMode }) => [name, inputMode]));
  const keyboardOf = Object.fromEntries(keyboards);
  assert.equal(keyboardOf.customer_id, "numeric");
  assert.equal(keyboardOf["document_ids[0]"], "numeric");
  for (const name of ["delete_after", "customer.delete_after", "checks[0].delete_after"])
    assert.equal(keyboardOf[name], "");
});

test("names of frameworks are ignored, and with `ignore` also others that begin like a field", async (t) => {
  const page = await open(t, {
    binds: false,
    change: (html) =>
      html.replace(
        '<input type="hidden" name="csrf_token"',
        '<input name="$ACTION_KEY" value="k" /><input name="_method" value="put" /><input name="customer.note" value="n" />$&',
      ),
  });
  const bound = await page.evaluate(async () => {
    const { bindCaseForm } = await import("/pkg/dom.js");
    const element = document.querySelector("#case");
    const attempts = [
      {},
      { ignore: "customer.note" },
      { ignore: [/\.note$/g] },
      { ignore: (name) => name.endsWith("note") },
    ];
    return attempts.map((options) => {
      try {
        const binding = bindCaseForm(element, options);
        const json = binding.form.json();
        binding.dispose();
        return json;
      } catch (error) {
        return `${error.name}: ${error.message}`;
      }
    });
  });
  assert.match(bound[0], /^TypeError: .*customer\.note/);
  for (const json of bound.slice(1)) assert.deepEqual(Object.keys(JSON.parse(json).customer), []);
});

test("equal announcements one after another differ, also in engines without ARIA reflection", async (t) => {
  const page = await open(t, { binds: false });
  await page.evaluate(async () => {
    // There `role` is a property like any other.
    for (const name of Object.keys(Element.prototype)) if (/^(role|aria)/.test(name)) delete Element.prototype[name];
    const { bindCaseForm } = await import("/pkg/dom.js");
    window.binding = bindCaseForm(document.querySelector("#case"));
  });
  for (let row = 0; row < 3; row++) await page.click("#add-check");
  const status = page.locator('#case > [role="status"]');
  const texts = [];
  for (let row = 0; row < 3; row++) {
    await page.click("[data-case-row='checks[0]'] > [data-case-remove]");
    texts.push(await status.textContent());
  }
  assert.deepEqual(
    texts.map((text) => text.trim()),
    Array(3).fill("Check 1 removed"),
  );
  assert.notEqual(texts[0], texts[1]);
  assert.notEqual(texts[1], texts[2]);
  await page.click("#send");
  assert.equal(await page.locator("[role=alert]").count(), 1);
});

test("an error that the handler throws is shown to the user, who can try again", async (t) => {
  const page = await open(t, { errors: true });
  await page.fill("#full_name", "Ada");
  await page.evaluate(() => {
    window.answer = () => {
      throw new Error("crypto.randomUUID is not a function");
    };
  });
  await page.click("#send");
  const summary = page.locator("#case > [tabindex='-1']");
  await summary.waitFor();
  assert.equal(
    await summary.textContent(),
    "An unexpected error occurred: crypto.randomUUID is not a function. All entries are kept",
  );
  assert.equal(
    await page.evaluate(() => document.activeElement.contains(document.querySelector("[role=alert]"))),
    true,
  );
  await page.evaluate(() => {
    window.answer = () => undefined;
  });
  await page.click("#send");
  assert.equal((await sent(page)).length, 2);
  assert.equal(await summary.isHidden(), true);
});

test("two forms with the same template have rows with ids of their own", async (t) => {
  const page = await open(t, { binds: false });
  const rows = await page.evaluate(async () => {
    const { bindCaseForm } = await import("/pkg/dom.js");
    const first = document.querySelector("#case");
    const second = first.cloneNode(true);
    first.after(second);
    for (const element of [first, second]) bindCaseForm(element).form.append("checks");
    return [first, second].map((element) => {
      const label = element.querySelector("[data-case-row='checks[0]'] label[for^=type]");
      return [label.htmlFor, label.control?.form === element];
    });
  });
  assert.notEqual(rows[0][0], rows[1][0]);
  assert.deepEqual(
    rows.map(([, isOwn]) => isOwn),
    [true, true],
  );
});
