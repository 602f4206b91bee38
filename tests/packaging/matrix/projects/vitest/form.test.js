import { bindCaseForm } from "sphinx-case/dom";
import { expect, test } from "vitest";

test("a bound form shows issues and sends the request", async () => {
  document.body.innerHTML = `<form><input name="customer.full_name"><input name="webhook_url"><button>Send</button></form>`;
  const form = document.querySelector("form");
  const bodies = [];
  bindCaseForm(form, { submit: ({ body }) => bodies.push(body) });
  const type = (name, text) => {
    const input = form.querySelector(`[name="${name}"]`);
    input.focus();
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.blur();
  };
  type("customer.full_name", "Zoë");
  type("webhook_url", "nowhere");
  form.requestSubmit();
  await expect.poll(() => form.querySelector("[data-case-issues=webhook_url]")?.textContent).toMatch(/URL/);
  expect(bodies).toEqual([]);
  type("webhook_url", "https://example.com/");
  form.requestSubmit();
  await expect
    .poll(() => bodies)
    .toEqual([
      '{"customer":{"full_name":"Zoë"},"webhook_url":"https://example.com/","delete_after":-1,"auto_start":true}',
    ]);
});
