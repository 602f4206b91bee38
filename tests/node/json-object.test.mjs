/** Members of a JSON object are changed in its text: everything else stays as it was written. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { members, removeMember, setMember } from "../../www/page/formats/json-object.js";

test("a member is set where it is, or appended in the layout of the others", () => {
  for (const [json, expected] of [
    ["", '{"dob": "x"}'],
    ["  \n", '{"dob": "x"}'],
    ["{}", '{"dob": "x"}'],
    ["{ }", '{"dob": "x"}'],
    ['{"a":1.0}', '{"a":1.0, "dob": "x"}'],
    ['{"a":1.0,"b":12345678901234567890}', '{"a":1.0,"b":12345678901234567890,"dob": "x"}'],
    ['{"a": 1, "b": {"dob": 1}}', '{"a": 1, "b": {"dob": 1}, "dob": "x"}'],
    ['{\n  "a": [1e400, "}"]\n}', '{\n  "a": [1e400, "}"],\n  "dob": "x"\n}'],
    ['{\n  "a": 1,\n  "b": {}\n}\n', '{\n  "a": 1,\n  "b": {},\n  "dob": "x"\n}\n'],
    ['{"dob":\t"1990" , "z":-0}', '{"dob":\t"x" , "z":-0}'],
    ['{"z":1,"\\u0064ob":{"deep":[1,2]}}', '{"z":1,"\\u0064ob":"x"}'],
  ])
    assert.equal(setMember(json, "dob", "x"), expected, json);
  assert.equal(setMember("{}", "dob", 'a"\n\\'), '{"dob": "a\\"\\n\\\\"}');
});

test("a member is removed with its comma, and an object without members is an empty text", () => {
  for (const [json, expected] of [
    ['{"dob":"x"}', ""],
    ["{}", "{}"],
    ['{"a":1}', '{"a":1}'],
    ['{"dob":"x","a":1.0}', '{"a":1.0}'],
    ['{"a":1.0,"dob":"x"}', '{"a":1.0}'],
    ['{\n  "a": 1,\n  "dob": {"b": [1, 2]},\n  "c": 3\n}', '{\n  "a": 1,\n  "c": 3\n}'],
    ['{\n  "a": 1,\n  "dob": ","\n}', '{\n  "a": 1\n}'],
  ])
    assert.equal(removeMember(json, "dob"), expected, json);
});

test("a text that is not an object, or has a key twice, has no members", () => {
  for (const json of [
    "[]",
    "null",
    '"a"',
    "1",
    "{",
    '{"a":1,}',
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    "{'a':1}",
    " ",
  ])
    assert.equal(members(json), undefined, json);
});

test("with random objects nothing but the one member changes", () => {
  let seed = 1;
  const random = (count) => {
    seed = (seed * 48271) % 2147483647;
    return seed % count;
  };
  const space = () => ["", " ", "\n  ", "\t"][random(4)];
  const value = (depth) =>
    depth > 2 || random(3) > 0
      ? ["1.0", "-0", "1e400", '"a,b:"', '"\\"}{"', "null", "true"][random(7)]
      : random(2)
        ? `[${space()}${value(depth + 1)},${value(depth + 1)}${space()}]`
        : `{${space()}"dob"${space()}:${value(depth + 1)}}`;
  const written = (json) =>
    new Map(members(json).map(({ key, valueStart, end }) => [key, json.slice(valueStart, end)]));
  for (let round = 0; round < 2000; round += 1) {
    const keys = ["a", "dob", "b", "ключ", 'q"'].filter(() => random(2));
    const parts = keys.map((key) => `${space()}${JSON.stringify(key)}${space()}:${space()}${value(0)}${space()}`);
    const json = `${space()}{${parts.join(",") || space()}}${space()}`;
    const before = written(json);
    assert.deepEqual([...before.keys()], keys, json);
    const after = written(setMember(json, "dob", "new"));
    assert.deepEqual([...after], [...new Map(before).set("dob", '"new"')], json);
    const removed = removeMember(json, "dob");
    before.delete("dob");
    assert.deepEqual([...(removed === "" ? [] : written(removed))], [...before], json);
  }
});
