/** Posted forms: the same names as in the page, the same issues, in Node. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { sphinx } from "./package.mjs";

const { parseFormData } = sphinx;
const codes = ({ issues }) => issues.map(({ name, code }) => `${name} ${code}`);

function posted(pairs) {
  const form = new FormData();
  for (const [name, value] of pairs) form.append(name, value);
  return form;
}

const { cases } = JSON.parse(readFileSync(new URL("../posted-forms.json", import.meta.url), "utf8"));

describe("the cases of posted forms", () => {
  for (const { name, entries, body, warnings, issues } of cases) {
    test(name, () => {
      const built = parseFormData(posted(entries));
      assert.deepEqual(built.ok ? built.body : codes(built), body ?? issues);
      if (warnings !== undefined) assert.deepEqual(codes({ issues: built.warnings }), warnings);
    });
  }
});

describe("parseFormData", () => {
  test("reads every kind of field", () => {
    const built = parseFormData(
      posted([
        ["customer.full_name", "  Ada Lovelace\t"],
        ["customer.customer_type", "INDIVIDUAL"],
        ["customer.external_id", ""],
        ["customer.input_details", ' {"b": 1.0, "a": 12345678901234567890} '],
        ["checks[0].check_type", "PEP"],
        ["checks[0].document_ids", "1"],
        ["checks[0].document_ids", "2"],
        ["checks[0].delete_after", "-1"],
        ["document_ids[]", "007"],
        ["auto_start", "off"],
        ["delete_after", ""],
      ]),
    );
    assert.equal(
      built.body,
      '{"customer":{"full_name":"Ada Lovelace","customer_type":"INDIVIDUAL","input_details":{"b":1.0,"a":12345678901234567890}},' +
        '"checks":[{"check_type":"PEP","document_ids":[1,2],"delete_after":-1}],"document_ids":[7],"delete_after":-1,"auto_start":false}',
    );
    assert.deepEqual(built.defaulted, ["delete_after"]);
  });

  test("a text that cannot be read is an issue at its field", () => {
    const built = parseFormData(
      posted([
        ["customer_id", "1.5"],
        ["checks[0].input_details", "{"],
        ["delete_after", "a week"],
        ["auto_start", "maybe"],
        ["document_ids", "99999999999999999999"],
      ]),
    );
    assert.deepEqual(codes(built), [
      "customer_id invalid_type",
      "checks[0].check_type missing_check_type",
      "checks[0].input_details invalid_json",
      "document_ids[0] out_of_range",
      "delete_after invalid_type",
      "auto_start invalid_type",
    ]);
  });

  test("unknown names are said with what was probably meant; names of the page can be passed over", () => {
    const form = posted([
      ["customer_id", "1"],
      ["case_config", "kyb"],
      ["csrf_token", "abc"],
      ["customer.fullname", "x"],
    ]);
    const { issues } = parseFormData(form);
    assert.deepEqual(codes({ issues }).slice(-1), ["csrf_token unknown_field"]);
    assert.equal(issues.find(({ name }) => name === "customer.fullname").params.suggestion, "full_name");
    form.delete("customer.fullname");
    assert.equal(parseFormData(form, { ignore: ["csrf_token"] }).ok, true);
    assert.equal(parseFormData(form, { unknownFields: "strip" }).ok, true);
  });

  describe("names that are not fields", () => {
    const FRAMEWORKS = [
      ..."$ACTION_REF_1 $ACTION_1:0 $ACTION_1:1 $ACTION_KEY $ACTION_ID_0123456789abcdef csrfmiddlewaretoken _csrf".split(
        " ",
      ),
      ..."_csrf_token authenticity_token _method _token utf8 __RequestVerificationToken g-recaptcha-response".split(
        " ",
      ),
    ];
    const FIELDS = [
      ["customer_id", "1"],
      ["case_config", "kyb"],
    ];
    const read = (names, ignore) => parseFormData([...names.map((name) => [name, "x"]), ...FIELDS], { ignore });
    const unknown = (built) => (built.ok ? [] : built.issues.map(({ name }) => name));

    test("those of frameworks are passed over, files among them, also with unknownFields: keep", () => {
      assert.equal(read(FRAMEWORKS).ok, true);
      const file = new File(["x"], "x.txt");
      const { body } = parseFormData([["$ACTION_1:2", file], ["_method", "put"], ...FIELDS], { unknownFields: "keep" });
      assert.equal(body, '{"customer_id":1,"delete_after":-1,"case_config":"kyb","auto_start":true}');
    });

    test("those that are only similar are reported", () => {
      const similar = ["$ACTION", "x$ACTION_ID_1", "csrf", "_csrf2", "_methods", "utf8s", "my_utf8", "token", "_", ""];
      assert.deepEqual(unknown(read(similar)).sort(), similar.map((name) => name || '[""]').sort());
    });

    test("no field is passed over by default, nor one of newer pages", () => {
      const newer = ["external_id", "metadata", "assignee", "sync_platforms[0].domain", "sync_platforms[0].id"];
      for (const name of [...sphinx.fields.map(({ path }) => path.replaceAll("[]", "[0]")), ...newer]) {
        const { issues } = parseFormData([[name, "\ud800"]]);
        const [first] = name.split(/[.[]/);
        assert.ok(
          issues.some(({ path }) => String(path[0]).startsWith(first)),
          name,
        );
      }
    });

    test("ignore takes a name, a regular expression, a function, or an array of them", () => {
      const names = ["csrf_token", "btn-1", "btn-2"];
      assert.deepEqual(unknown(read(names, "csrf_token")), ["btn-1", "btn-2"]);
      for (const ignore of [
        [/^btn-\d$/g, "csrf_token"],
        (name) => !/^c.*_/.test(name) || name.startsWith("csrf"),
        [/_token$/y, /./g, () => false],
        /^(csrf_token|btn-\d)$/,
      ]) {
        assert.deepEqual(
          unknown(read(names, ignore)).filter((name) => names.includes(name)),
          [],
          String(ignore),
        );
      }
      for (const wrong of [5, null, {}, [undefined], ["a", 1n]])
        assert.throws(() => read(names, wrong), { name: "TypeError", message: /^ignore takes/ });
    });
  });

  test("a ticked box behind its hidden field, and a field that is there twice", () => {
    const both = posted([
      ["customer_id", "1"],
      ["case_config", "kyb"],
      ["auto_start", "false"],
      ["auto_start", "on"],
    ]);
    assert.match(parseFormData(both).body, /"auto_start":true/);
    both.append("case_config", "kyc");
    assert.deepEqual(codes(parseFormData(both)), ["case_config duplicate_key"]);
  });

  test("files: an empty file input is absent, a file is no value of the request", () => {
    const form = posted([
      ["customer_id", "1"],
      ["case_config", "kyb"],
      ["document_ids", new File([], "", { type: "application/octet-stream" })],
    ]);
    assert.equal(parseFormData(form).ok, true);
    form.set("document_ids", new File(["x"], "passport.pdf"));
    assert.deepEqual(codes(parseFormData(form)), ["document_ids[0] not_json"]);
  });

  test("takes URLSearchParams and pairs, and nothing else", () => {
    const text = "customer_id=1&case_config=kyb";
    assert.equal(parseFormData(new URLSearchParams(text)).ok, true);
    assert.equal(
      parseFormData([
        ["customer_id", "1"],
        ["case_config", "kyb"],
      ]).ok,
      true,
    );
    for (const wrong of [undefined, null, 5, "a=b", {}]) assert.throws(() => parseFormData(wrong), TypeError);
    assert.throws(() => parseFormData([], { defaults: "some" }), /defaults/);
  });

  test("gaps in the numbers of rows are closed, and a huge number costs nothing", () => {
    const built = parseFormData(
      posted([
        ["customer_id", "1"],
        ["checks[999999999].check_type", "IDV"],
        ["checks[7].check_type", "PEP"],
      ]),
    );
    assert.match(built.body, /"checks":\[\{"check_type":"PEP"\},\{"check_type":"IDV"\}\]/);
  });

  test("says the same as the form in the page", () => {
    const texts = [
      ["customer.full_name", "a"],
      ["customer.external_id", "x"],
      ["webhook_url", "http://localhost/"],
      ["checks[0].check_type", "PEPP"],
      ["case_config", "no slug!"],
      ["delete_after", "900"],
    ];
    const form = sphinx.createCaseForm({ draft: false });
    form.append("checks");
    for (const [name, text] of texts) form.set(name, text);
    assert.deepEqual(parseFormData(texts).issues, form.build().issues);
  });
});
