/** The store of a form: what it tells, when, and that nothing typed is ever lost. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { require, sphinx } from "./package.mjs";

const { createCaseForm } = sphinx;

const codes = (issues) => issues.map(({ name, code }) => `${name} ${code}`);

describe("snapshots", () => {
  test("are the same object until something changes, and never change themselves", () => {
    const form = createCaseForm();
    const first = form.getSnapshot();
    assert.equal(form.getSnapshot(), first);
    form.set("delete_after", "soon");
    const second = form.getSnapshot();
    assert.notEqual(second, first);
    assert.equal(first.fields.get("delete_after").value, "");
    assert.equal(second.fields.get("delete_after").value, "soon");
    assert.deepEqual(codes(first.issues), []);
    assert.deepEqual(codes(second.issues), ["delete_after invalid_type"]);
  });

  test("an old one that nobody has looked at yet still says what was then", () => {
    const form = createCaseForm();
    const old = form.getSnapshot();
    for (const text of ["a", "ab", "abc"]) form.set("customer.full_name", text);
    form.append("checks");
    form.set("customer.full_name", "abcd");
    assert.equal(old.fields.get("customer.full_name").value, "");
    assert.equal(old.fields.has("checks[0]"), false);
  });

  test("fields that have not changed stay the same objects", () => {
    const form = createCaseForm({ initial: { checks: [{ check_type: "PEP" }, { check_type: "IDV" }] } });
    const before = form.getSnapshot().fields;
    form.set("checks[0].check_type", "SANCTION");
    const after = form.getSnapshot().fields;
    assert.notEqual(after.get("checks[0].check_type"), before.get("checks[0].check_type"));
    assert.equal(after.get("checks[1].check_type"), before.get("checks[1].check_type"));
    assert.equal(form.field("checks[1].check_type"), form.field("checks[1].check_type"));
  });

  test("stand in the order of the contract, each place before what is in it", () => {
    const form = createCaseForm({ initial: { checks: [{}], document_ids: [1], zip: 1 } });
    const names = [...form.getSnapshot().fields.keys()];
    assert.deepEqual(names.slice(0, 4), ["", "customer_id", "customer", "customer.full_name"]);
    assert.deepEqual(names.slice(-5), ["document_ids[0]", "delete_after", "case_config", "auto_start", "zip"]);
  });

  test("can be spread, copied and proxied, as Vue and Pinia do", () => {
    const form = createCaseForm({ initial: { customer_id: 1 }, show: "always" });
    form.set("delete_after", "x");
    const snapshot = form.getSnapshot();
    const proxy = new Proxy(snapshot, { get: (target, key, receiver) => Reflect.get(target, key, receiver) });
    for (const copy of [
      { ...snapshot },
      Object.assign({}, snapshot),
      structuredClone(snapshot),
      proxy,
      Object.create(snapshot),
    ]) {
      assert.deepEqual(codes(copy.issues), codes(snapshot.issues));
      assert.deepEqual(codes(copy.shown), codes(snapshot.shown));
      assert.equal(copy.fields.get("delete_after").value, "x");
      assert.equal(copy.valid, false);
    }
    assert.deepEqual(Object.keys(snapshot).sort(), [
      ..."dirty errors failure fields issues language outcomeUnknown shown submitCount submitted submitting touched valid warnings".split(
        " ",
      ),
    ]);
    assert.equal(new Proxy(form, {}).field("delete_after").input.value, "x");
  });

  test("a listener that throws does not keep the others from being called", () => {
    const form = createCaseForm();
    const seen = [];
    let isBroken = false;
    form.subscribe(() => {
      if (isBroken) throw new Error("broken");
    });
    form.subscribe(({ fields }) => seen.push(fields.get("case_config").value));
    isBroken = true;
    assert.throws(() => form.set("case_config", "a"), /broken/);
    assert.deepEqual(seen, ["", "a"]);
    assert.equal(form.getSnapshot().fields.get("case_config").value, "a");
  });

  test("a message function that throws does not keep the form from taking a change", () => {
    let isBroken = false;
    const seen = [];
    const form = createCaseForm({
      messages: {
        "delete_after:invalid_type"() {
          if (isBroken) throw new Error("broken message");
          return "own";
        },
        "webhook_url:invalid_url": () => undefined,
      },
    });
    form.subscribe(({ fields }) => seen.push(fields.get("delete_after").value));
    isBroken = true;
    assert.throws(() => form.set("delete_after", "x"), /broken message/);
    assert.deepEqual(seen, ["", "x"]);
    assert.match(form.getSnapshot().issues[0].message, /^Enter a whole number/);
    isBroken = false;
    form.set("delete_after", "y");
    assert.equal(form.getSnapshot().issues[0].message, "own");
    form.set("webhook_url", "z");
    assert.match(
      form.getSnapshot().fields.get("webhook_url").issues[0].message,
      /URL/,
      "undefined is the message of the catalogue",
    );
  });

  test("listeners are told at once and at each change, until they go", () => {
    const form = createCaseForm();
    const seen = [];
    const stop = form.subscribe((snapshot) => seen.push(snapshot));
    form.set("case_config", "a");
    stop();
    form.set("case_config", "b");
    assert.equal(seen.length, 2);
    assert.equal(seen[1].fields.get("case_config").value, "a");
  });
});

describe("what is typed", () => {
  test("stays as it was typed, whatever it is", () => {
    const form = createCaseForm();
    const texts = [" 5 ", "1e400", "\ud800 lone", "{\n", "x".repeat(300), "‮😀", "\0"];
    for (const text of texts) {
      form.set("customer.full_name", text);
      assert.equal(form.field("customer.full_name").input.value, text);
    }
  });

  test("a text that is no number, no JSON, no truth has an issue at its field", () => {
    const form = createCaseForm({ show: "always" });
    form.set("delete_after", "soon");
    form.set("customer.input_details", '{"a":\n oops}');
    form.set("auto_start", "perhaps");
    const { shown } = form.getSnapshot();
    assert.deepEqual(codes(shown), [
      "customer.input_details invalid_json",
      "delete_after invalid_type",
      "auto_start invalid_type",
    ]);
    assert.deepEqual([shown[0].span.line, shown[0].span.column], [2, 2]);
    assert.match(shown[0].message, /^Invalid JSON/);
  });

  test("values of a program are taken as they are, null and big numbers included", () => {
    const form = createCaseForm();
    form.set("customer.full_name", "A");
    form.set("webhook_url", null);
    form.set("customer_id", undefined);
    form.set("document_ids", [9223372036854775807n, 2]);
    form.set("customer.input_details", { b: 1, a: [null] });
    assert.equal(
      form.json(),
      '{"customer":{"full_name":"A","input_details":{"b":1,"a":[null]}},"webhook_url":null,"document_ids":[9223372036854775807,2]}',
    );
    form.set("document_ids", undefined);
    assert.doesNotMatch(form.json(), /9223372036854775807/);
  });

  test("values that JSON cannot carry are refused by name, before anything is lost", () => {
    const form = createCaseForm();
    const before = form.getSnapshot();
    for (const value of [{ a: Number.NaN }, { a: 2 ** 60 }, { a: new Map() }, { a: () => 1 }, { a: Symbol("x") }]) {
      assert.throws(() => form.set("customer.input_details", value), { name: "TypeError", message: /"a" is not JSON/ });
    }
    const cycle = {};
    cycle.a = cycle;
    assert.throws(() => form.set("customer.input_details", cycle), TypeError);
    assert.throws(() => createCaseForm({ initial: { delete_after: Number.NaN } }), /delete_after/);
    assert.equal(form.getSnapshot(), before);
    form.set("customer.input_details", { n: [1n, -(2n ** 80n)], s: "1", d: new Date(0), u: undefined });
    assert.equal(
      form.field("customer.input_details").input.value,
      '{"n":[1,-1208925819614629174706176],"s":"1","d":"1970-01-01T00:00:00.000Z"}',
    );
  });

  test("a form writes every value as buildPayload does, or refuses it", () => {
    const request = (ref) => ({ customer: { full_name: "Ada", input_details: { ref } }, case_config: "kyc" });
    const luxon = { isValid: false, toJSON: () => null };
    const written = [
      10n,
      Object(10n),
      [Object(5n), new Number(1), new String("x"), new Boolean(false)],
      new Date(0),
      -0,
      [1n, "\u00011\u0001"],
    ];
    const refused = [
      [undefined, 1],
      new Date(Number.NaN),
      luxon,
      { toJSON() {} },
      [Number.NaN],
      new Map(),
      [2 ** 60],
      Object(Symbol("x")),
    ];
    BigInt.prototype.toJSON = function () {
      return this.toString();
    };
    try {
      for (const value of written) {
        const { body } = sphinx.buildPayload(request(value));
        const form = createCaseForm({ initial: request(undefined) });
        form.set("customer.input_details", { ref: value });
        for (const built of [form.build(), createCaseForm({ initial: request(value) }).build()])
          assert.equal(built.body, body);
      }
      for (const value of refused) {
        assert.equal(sphinx.buildPayload(request(value)).ok, false);
        assert.throws(() => createCaseForm({ initial: request(value) }), TypeError);
        const form = createCaseForm();
        assert.throws(() => form.set("customer.input_details", { ref: value }), TypeError);
        assert.throws(() => form.append("checks", { input_details: { ref: value } }), TypeError);
        assert.equal(form.json(), "{}");
      }
    } finally {
      delete BigInt.prototype.toJSON;
    }
  });

  test("what is left out stays in its input", () => {
    const form = createCaseForm();
    form.set("customer.full_name", "Ada");
    form.set("customer_id", "7");
    assert.equal(form.build().ok, false);
    form.include("customer", "never");
    assert.equal(form.json(), '{"customer_id":7}');
    assert.equal(form.field("customer.full_name").input.value, "Ada");
    form.include("customer", "auto");
    form.include("customer_id", "never");
    assert.equal(form.json(), '{"customer":{"full_name":"Ada"}}');
  });

  test("the payload is what buildPayload makes of the same request", () => {
    const form = createCaseForm({
      initial: '{"customer_id":12345678901234567,"checks":[{"input_details":{"n":1.0}}]}',
    });
    const built = form.build();
    assert.equal(built.ok, true);
    assert.equal(built.body, sphinx.buildPayload(form.json()).body);
    assert.match(built.body, /12345678901234567.*1\.0/);
  });
});

test("what is told of changes adds up to what all is told anew", () => {
  let seed = 7;
  const random = (below) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % below;
  };
  const pick = (list) => list[random(list.length)];
  const names = [
    "customer.full_name",
    "customer_id",
    "checks[0].check_type",
    "checks[1].document_ids[0]",
    "document_ids[0]",
  ];
  const texts = ["", "1", "x", "PEP", "http://localhost", "5"];
  const form = createCaseForm();
  const acts = [
    () => form.set(pick([...names, "case_config", "webhook_url", "delete_after"]), pick(texts)),
    () => form.blur(pick(names)),
    () =>
      form.append(
        pick(["checks", "checks[0].document_ids", "checks[1].document_ids", "document_ids"]),
        pick([undefined, 1, {}]),
      ),
    () => form.remove(pick(["checks[0]", "document_ids[0]", "checks[1].document_ids[0]"])),
    () => form.move("checks", random(2), random(2)),
    () => form.include(pick(["customer", "checks", "case_config"]), pick(["auto", "always", "never"])),
    () => form.set(pick(["customer", "checks", "zip"]), pick([null, {}, [], { zip: 1 }])),
    () => form.serverErrors(400, { checks: [{ check_type: ["no"] }], webhook_url: ["no"], non_field_errors: ["no"] }),
  ];
  let done = 0;
  for (let step = 0; step < 5000; step++) {
    try {
      pick(acts)();
      done++;
    } catch (error) {
      assert.equal(error.name, "TypeError"); // the form has no such place just now
    }
    if (step % 25 > 0) continue;
    const { fields, errors, warnings, issues } = form.getSnapshot();
    assert.equal(errors + warnings, issues.length);
    form.configure({});
    assert.deepEqual([...form.getSnapshot().fields], [...fields]);
  }
  assert.ok(done > 2500, `${done} steps were taken`);
});

describe("places that do not exist", () => {
  const form = createCaseForm();
  for (const [what, act, name] of [
    ["a field", () => form.set("checks[3].check_type", "PEP"), "checks[3].check_type"],
    ["a row", () => form.remove("checks[0]"), "checks[0]"],
    ["a list", () => form.append("cheks"), "cheks"],
    ["a list that is none", () => form.append("customer"), "customer"],
    ["an index beyond the rows", () => form.move("checks", 0, 4), "checks"],
    ["an index that is none", () => form.move("checks", -1, 0), "-1"],
    ["a field to look at", () => form.field("nope"), "nope"],
  ]) {
    test(`${what} is a TypeError that names it, and nothing has changed`, () => {
      const before = form.getSnapshot();
      assert.throws(act, (error) => error instanceof TypeError && error.message.includes(name));
      assert.equal(form.getSnapshot(), before);
    });
  }

  test("options that make no sense are named", () => {
    for (const [options, name] of [
      [{ show: "never" }, "show"],
      [{ defaults: "some" }, "defaults"],
      [{ initial: "{" }, "unexpected_end"],
      [{ initial: '{"a":1,"a":2}' }, "duplicate_key"],
      [{ restore: "{}" }, "draft"],
      [{ language: 5 }, "language"],
    ]) {
      assert.throws(
        () => createCaseForm(options),
        (error) => error instanceof TypeError && error.message.includes(name),
      );
    }
  });
});

describe("rows", () => {
  test("issues, touched and ids travel with their row", () => {
    const form = createCaseForm();
    form.append("checks");
    form.append("checks", { check_type: "PEP" });
    form.set("checks[0].delete_after", "x");
    form.blur("checks[0].delete_after");
    const [first, second] = form.getSnapshot().fields.get("checks").rows;
    form.move("checks", 0, 1);
    const { fields, shown } = form.getSnapshot();
    assert.deepEqual(fields.get("checks").rows, [second, first]);
    assert.equal(fields.get("checks[1]").id, first);
    assert.equal(fields.get("checks[1].delete_after").touched, true);
    assert.deepEqual(codes(shown), ["checks[1].delete_after invalid_type"]);
    form.duplicate("checks[1]");
    assert.equal(form.getSnapshot().fields.get("checks[2].delete_after").value, "x");
    form.remove("checks[0]");
    assert.equal(form.getSnapshot().fields.get("checks").rows.length, 2);
    form.insert("checks", 0, { check_type: "IDV" });
    assert.equal(form.getSnapshot().fields.get("checks[0].check_type").value, "IDV");
  });
});

describe("drafts", () => {
  test("bring everything back, into another form too", () => {
    const form = createCaseForm({ initial: { case_config: "a" } });
    form.set("customer.full_name", " \ud800");
    form.set("customer.input_details", "{oops");
    form.set("webhook_url", null);
    form.append("checks");
    form.include("case_config", "never");
    form.blur("customer.full_name");
    const saved = form.draft();
    const other = createCaseForm({ restore: saved });
    assert.equal(other.draft(), saved);
    assert.equal(other.json(), form.json());
    assert.equal(other.getSnapshot().dirty, true);
    form.reset();
    assert.equal(form.json(), '{"case_config":"a"}');
    assert.equal(form.getSnapshot().dirty, false);
    form.restore(saved);
    assert.equal(form.draft(), saved);
  });
});

describe("submitting", () => {
  const filled = { customer_id: 1, case_config: "kyb" };

  test("gives the handler the payload, once at a time", async () => {
    const form = createCaseForm({ initial: filled });
    let release;
    const calls = [];
    const handler = (built) => {
      calls.push(built.body);
      return new Promise((resolve) => {
        release = resolve;
      });
    };
    const first = form.submit(handler);
    assert.equal(form.getSnapshot().submitting, true);
    assert.deepEqual(await form.submit(handler), { status: "busy" });
    release("answer");
    assert.deepEqual(await first, { status: "submitted", value: "answer" });
    assert.deepEqual(calls, [sphinx.buildPayload(filled).body]);
    assert.equal(form.getSnapshot().submitted, true);
    form.set("case_config", "other");
    assert.equal(form.getSnapshot().submitted, false);
  });

  test("shows everything that is wrong, what is missing too, and says where to go", async () => {
    const form = createCaseForm({ initial: { customer: {} } });
    const told = [];
    form.whenProblem((name, issue) => told.push([name, issue.code]));
    assert.deepEqual(codes(form.getSnapshot().issues), []);
    const result = await form.submit(() => assert.fail("not to be called"));
    assert.equal(result.status, "invalid");
    assert.equal(result.first, "customer.full_name");
    assert.deepEqual(told, [["customer.full_name", "required"]]);
    assert.equal(createCaseForm().firstProblem(), undefined);
  });

  test("keeps every value when the handler throws", async () => {
    const form = createCaseForm({ initial: filled });
    form.set("customer_id", "2");
    const lost = new Error("the network is down");
    assert.deepEqual(await form.submit(() => Promise.reject(lost)), { status: "failed", error: lost });
    assert.equal(form.getSnapshot().failure, lost);
    assert.equal(form.field("customer_id").input.value, "2");
    assert.equal((await form.submit(() => "works")).status, "submitted");
  });

  test("a response that is not ok is read, and its issues vanish when their field changes", async () => {
    const form = createCaseForm({ initial: { ...filled, webhook_url: "https://example.com/" } });
    const body = JSON.stringify({ webhook_url: ["Not this one."], non_field_errors: ["Not today."] });
    const result = await form.submit(() => new Response(body, { status: 400 }));
    assert.equal(result.status, "rejected");
    assert.deepEqual(
      form.getSnapshot().shown.map(({ name, message, source }) => [name, message, source]),
      [
        ["", "Not today.", "server"],
        ["webhook_url", "Not this one.", "server"],
      ],
    );
    assert.equal(form.getSnapshot().valid, true, "what the server said last time does not block the next try");
    form.set("webhook_url", "https://example.com/other");
    assert.deepEqual(codes(form.getSnapshot().shown), [" server"]);
    assert.equal((await form.submit(() => new Response("{}", { status: 201 }))).status, "submitted");
    assert.deepEqual(codes(form.getSnapshot().shown), []);
  });
});

describe("what the server says about rows is about the request as it was sent", () => {
  const no = (body) => new Response(JSON.stringify(body), { status: 400 });
  const said = (form) => form.getSnapshot().shown.map(({ name, message }) => `${name}: ${message}`);
  const TYPES = ["PEP", "IDV", "CRA"];
  const checks = () =>
    createCaseForm({ initial: { customer_id: 7, checks: TYPES.map((check_type) => ({ check_type })) } });
  const answer = { checks: { 1: { check_type: ["no"] } }, webhook_url: ["not this"] };
  const AT_WEBHOOK = "webhook_url: not this";

  test("an emptied row is not sent, so the ones after it have other indices", async () => {
    const form = createCaseForm({ initial: { customer_id: 7, case_config: "kyb", document_ids: [11, 12, 13] } });
    form.set("document_ids[1]", " ");
    await form.submit(() => no({ document_ids: { 1: ["no"] } }));
    assert.deepEqual(said(form), ["document_ids[2]: no"]);
    form.serverErrors(400, { document_ids: { 0: ["first"] } });
    assert.deepEqual(said(form), ["document_ids[0]: first"]);
  });

  const IDV = (form) => [...form.getSnapshot().fields.values()].find(({ value }) => value === "IDV")?.name;
  for (const [what, change, expected] of [
    ["nothing", () => {}, IDV],
    ["a row before it is removed", (form) => form.remove("checks[0]"), IDV],
    ["it is moved", (form) => form.move("checks", 1, 2), IDV],
    ["a row is inserted before it", (form) => form.insert("checks", 0, { check_type: "SANCTION" }), IDV],
    ["a row before it is copied", (form) => form.duplicate("checks[0]"), IDV],
    [
      "it is copied, and the original is removed",
      (form) => [form.duplicate("checks[1]"), form.remove("checks[1]")],
      () => "checks",
    ],
    ["it is removed", (form) => form.remove("checks[1]"), () => "checks"],
    ["its value is changed", (form) => form.set("checks[1].check_type", "CRA"), () => "checks[1].check_type"],
    [
      "the list is replaced",
      (form) =>
        form.set(
          "checks",
          TYPES.map((check_type) => ({ check_type })),
        ),
      () => "checks",
    ],
    ["another request is loaded", (form) => form.load({ customer_id: 8, checks: [{}, {}, {}] }), () => "checks"],
    [
      "another request is loaded with reset",
      (form) => form.reset({ customer_id: 8, checks: [{}, {}] }),
      () => "checks",
    ],
    ["a draft is restored", (form) => form.restore(checks().draft()), () => "checks"],
    ["the payload is built for a preview", (form) => [form.remove("checks[0]"), form.build()], IDV],
  ]) {
    test(`while it is sent, ${what}`, async () => {
      const form = checks();
      const result = await form.submit(async () => {
        await null;
        change(form);
        return no(answer);
      });
      assert.equal(result.status, "rejected");
      assert.deepEqual(said(form).sort(), [`${expected(form)}: no`, AT_WEBHOOK].sort());
    });
  }

  test("a nested list, and a request that the program sends itself", () => {
    const form = createCaseForm({
      initial: { customer_id: 7, checks: [{}, { check_type: "PEP", document_ids: [1, 2, 3] }] },
    });
    form.set("checks[1].document_ids[0]", "");
    const { body } = form.build();
    assert.match(body, /"document_ids":\[2,3\]/);
    form.move("checks", 0, 1);
    form.move("checks[0].document_ids", 2, 0);
    form.serverErrors(400, { checks: { 1: { document_ids: { 1: ["no 3"] } } } });
    assert.deepEqual(said(form), ["checks[0].document_ids[0]: no 3"]);
  });

  test("a reset while it is sent does not allow a second submit at the same time", async () => {
    const form = checks();
    let release;
    const first = form.submit(() => new Promise((resolve) => (release = resolve)));
    form.reset({ customer_id: 8, case_config: "kyb" });
    assert.deepEqual(await form.submit(() => assert.fail("not to be called")), { status: "busy" });
    release("done");
    assert.equal((await first).status, "submitted");
    assert.equal((await form.submit(() => "next")).value, "next");
  });
});

describe("checks of one's own", () => {
  test("a result follows its row", async () => {
    const form = createCaseForm({ initial: { checks: [{}, {}] } });
    form.set("checks[0].check_type", "MY_OWN");
    let answer;
    const done = form.check("checks[0].check_type", () => new Promise((resolve) => (answer = resolve)));
    form.move("checks", 0, 1);
    answer([{ message: "no such check" }]);
    assert.equal(await done, true);
    assert.deepEqual(
      form
        .getSnapshot()
        .shown.filter(({ source }) => source === "async")
        .map(({ name }) => name),
      ["checks[1].check_type"],
    );
  });

  test("a late answer never overwrites a newer one", async () => {
    const form = createCaseForm();
    const answers = [];
    const run = (_, signal) => new Promise((resolve) => answers.push({ resolve, signal }));
    form.set("customer.external_id", "a");
    const first = form.check("customer.external_id", run);
    const second = form.check("customer.external_id", run);
    assert.equal(answers[0].signal.aborted, true);
    answers[1].resolve([{ message: "second" }]);
    assert.equal(await second, true);
    answers[0].resolve([{ message: "first" }]);
    assert.equal(await first, false);
    assert.deepEqual(
      form.getSnapshot().shown.map(({ message, source }) => [message, source]),
      [["second", "async"]],
    );
    const third = form.check("customer.external_id", run);
    form.set("customer.external_id", "b");
    answers[2].resolve([{ message: "about a" }]);
    assert.equal(await third, false);
    assert.deepEqual(form.getSnapshot().shown, []);
  });
});

describe("languages", () => {
  const german = require("sphinx-case/languages/de");

  test("every message is made anew, without another check, and only what is ours", () => {
    const form = createCaseForm({ show: "always" });
    form.set("delete_after", "soon");
    form.serverErrors(400, { webhook_url: ["In English."] });
    const [english] = form.getSnapshot().fields.get("delete_after").issues;
    form.setLanguage(german);
    const { fields, language } = form.getSnapshot();
    assert.equal(language, "de");
    const [issue] = fields.get("delete_after").issues;
    assert.notEqual(issue.message, english.message);
    assert.equal(issue.message, sphinx.renderMessage(issue, german));
    assert.equal(fields.get("webhook_url").shown[0].message, "In English.");
    assert.equal(form.build().issues[0].message, sphinx.renderMessage(form.build().issues[0], german));
    assert.equal(
      form.text("row_checks", { number: 1200 }),
      sphinx.createCaseForm({ language: german }).text("row_checks", { number: 1200 }),
    );
  });

  test("words of one's own come first, the most specific of all", () => {
    const messages = { "delete_after:invalid_type": "days, please", invalid_type: ({ name }) => `${name}?` };
    const form = createCaseForm({ show: "always", messages });
    form.set("delete_after", "x");
    form.set("customer_id", "x");
    assert.deepEqual(
      form.getSnapshot().shown.map(({ message }) => message),
      ["customer_id?", "days, please"],
    );
  });
});

test("a form that was disposed of says so, and tells nobody anything", () => {
  const form = createCaseForm();
  let told = 0;
  form.subscribe(() => told++);
  form.dispose();
  form.dispose();
  assert.throws(() => form.set("case_config", "a"), /disposed/);
  assert.equal(told, 1);
});

test("many forms at once do not mix, and their memory is used again", () => {
  const forms = Array.from({ length: 50 }, (_, index) => createCaseForm({ initial: { customer_id: index + 1 } }));
  for (const [index, form] of forms.entries()) assert.equal(form.json(), `{"customer_id":${index + 1}}`);
  for (const form of forms) form.dispose();
  assert.equal(createCaseForm({ initial: { customer_id: 99 } }).json(), '{"customer_id":99}');
});

test("a pasted megabyte is kept, reported and does not stop the form", () => {
  const form = createCaseForm({ show: "always" });
  const pasted = "x".repeat(2 << 20);
  form.set("customer.full_name", pasted);
  assert.deepEqual(codes(form.getSnapshot().shown), ["customer.full_name too_long"]);
  assert.equal(form.field("customer.full_name").input.value, pasted);
  form.set("customer.full_name", "Ada");
  sphinx.validate("x".repeat(2 << 20)); // the core is left for a fresh one; the form is not
  assert.equal(form.json(), '{"customer":{"full_name":"Ada"}}');
});

test("the keyboard of a number has a minus where the limits allow a negative number", () => {
  const form = createCaseForm({ initial: { checks: [{ document_ids: [1] }], document_ids: [1] } });
  for (const [name, { kind }] of form.getSnapshot().fields) {
    const { input, min, kind: fieldKind } = form.field(name);
    if (kind !== "field" || fieldKind !== "integer") continue;
    assert.equal(input.inputMode, Number(min) < 0 ? undefined : "numeric", name);
  }
  assert.equal(form.field("delete_after").input.inputMode, undefined);
});

describe("what is in an input", () => {
  const number = (value, validity) => ({
    value,
    type: "number",
    willValidate: true,
    validationMessage: "Please enter a number.",
    validity: { valid: false, badInput: false, valueMissing: false, customError: false, ...validity },
  });

  test("that the browser cannot read is an error, not a default value, and stays an error in a draft", () => {
    const form = createCaseForm({ initial: { customer_id: 1, case_config: "kyb" } });
    form.read("delete_after", number("", { badInput: true }));
    assert.equal(form.getSnapshot().dirty, true);
    const built = form.build();
    assert.deepEqual(codes(built.issues), ["delete_after invalid_type"]);
    assert.deepEqual(codes(createCaseForm({ restore: form.draft() }).build().issues), ["delete_after invalid_type"]);
    form.read("delete_after", { ...number("5"), validity: { valid: true } });
    assert.match(form.build().body, /"delete_after":5/);
  });

  test("that breaks a constraint of the page is an error with the message of the browser", () => {
    const form = createCaseForm({ initial: { customer_id: 1, case_config: "kyb" }, show: "always" });
    form.read("delete_after", number("91", {}));
    const [{ code, source, message, severity }] = form.getSnapshot().shown;
    assert.deepEqual([code, source, message, severity], ["server", "async", "Please enter a number.", "error"]);
    assert.equal(form.build().ok, false);
    form.set("delete_after", "90");
    assert.equal(form.build().ok, true);
  });

  test("that is required and empty is an error after the first submit", async () => {
    const form = createCaseForm({ initial: { customer_id: 1, case_config: "kyb" } });
    form.read("webhook_url", number("", { valueMissing: true }));
    assert.deepEqual(codes(form.getSnapshot().issues), []);
    assert.equal((await form.submit(() => assert.fail("not to be called"))).first, "webhook_url");
    assert.deepEqual(codes(form.getSnapshot().shown), ["webhook_url required"]);
  });

  test("is read as it is from a checkbox, and disabled inputs have no constraints", () => {
    const form = createCaseForm();
    form.read("auto_start", { type: "checkbox", value: "on", checked: false });
    assert.equal(form.json(), '{"auto_start":false}');
    form.read("delete_after", { ...number("91", {}), willValidate: false });
    assert.equal(form.json(), '{"delete_after":91,"auto_start":false}');
  });
});

test("forms with different prefixes have different ids", () => {
  const [one, other] = ["a", "b"].map((idPrefix) => createCaseForm({ idPrefix }).field("customer.full_name"));
  assert.equal(one.input.id, "a-customer-full_name");
  assert.equal(other.issuesId, "b-customer-full_name-issues");
  assert.equal(createCaseForm().field("customer_id").input.id, "case-customer_id");
});
