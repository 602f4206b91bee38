/** What a submit reports for every kind of response: the same table as the Rust client's. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { sphinx } from "./package.mjs";

const { createCaseForm } = sphinx;
const initial = { customer_id: 1, case_config: "kyc" };
const page = "<!DOCTYPE html><html><title>Bad gateway</title><body>Bad gateway</body></html>";

/** Submits a form. Returns the result, and what the form shows. */
async function submit(handler) {
  const form = createCaseForm({ initial });
  const result = await form.submit(handler);
  const { submitted, submitting, failure, outcomeUnknown, shown } = form.getSnapshot();
  assert.equal(submitting, false);
  assert.equal(submitted, result.status === "submitted");
  assert.equal(outcomeUnknown, result.status === "unknown");
  assert.equal(form.field("customer_id").input.value, "1", "values are kept");
  return { form, result, failure, messages: shown.map(({ message }) => message) };
}

const respond = (status, body) => () => new Response(body, { status });

describe("the status", () => {
  test("408, 460, 499 and 5xx: it is unknown whether the case was created", async () => {
    for (const status of [408, 460, 499, 500, 501, 502, 503, 504, 507, 520, 522, 524, 599]) {
      for (const body of ["", page, '{"detail":"A server error occurred."}', "upstream error"]) {
        const { result, form } = await submit(respond(status, body));
        assert.equal(result.status, "unknown", `${status} ${body}`);
        assert.equal(result.response.status, status);
        form.set("customer_id", "2");
        assert.equal(form.getSnapshot().outcomeUnknown, true, "it is still unknown after a change");
        await form.submit(() => "done");
        assert.equal(form.getSnapshot().outcomeUnknown, false);
      }
    }
  });

  test("any other 4xx, and a redirect that was not followed: rejected", async () => {
    for (const status of [302, 307, 400, 401, 403, 404, 405, 409, 410, 413, 415, 418, 422, 429, 451]) {
      assert.equal((await submit(respond(status, '{"detail":"No."}'))).result.status, "rejected", String(status));
    }
  });

  test("a response without a status", async () => {
    const { result } = await submit(() => Response.error());
    assert.equal(result.status, "unknown");
    for (const status of [0, 999, Number.NaN]) {
      const { result } = await submit(() => ({ ok: false, status, text: async () => "" }));
      assert.equal(result.status, "unknown", String(status));
    }
  });
});

describe("the body", () => {
  test("a success with a body that can be read is one, and the caller can read it", async () => {
    for (const body of ["", "{}", '{"id":41}', "[]", "created", '\ufeff{"id":41}']) {
      const { result } = await submit(respond(201, body));
      assert.equal(result.status, "submitted", body);
      assert.equal(await result.value.text(), body.replace("\ufeff", ""));
    }
    const read = async () => {
      const response = new Response('{"id":41}', { status: 201 });
      await response.json();
      return response;
    };
    assert.equal((await submit(read)).result.status, "submitted");
    assert.equal((await submit(() => ({ ok: true, status: 200, text: async () => page }))).result.status, "submitted");
  });

  test("a success with markup, half a JSON value or bytes is none", async () => {
    for (const body of [page, "\n<?xml version='1.0'?><a/>", '{"id":4', "[1", Uint8Array.of(0x1f, 0x8b, 8, 0, 0)]) {
      const { result, messages } = await submit(respond(200, body));
      assert.equal(result.status, "unknown", String(body));
      assert.deepEqual(messages, []);
    }
  });

  test("markup is never a message", async () => {
    for (const status of [400, 413, 502]) {
      const { messages } = await submit(respond(status, page));
      assert.deepEqual(messages, [`The API returned HTTP status ${status} without an explanation`]);
    }
  });

  test("the relay says what its status alone does not", async () => {
    const problem = (status, name, detail) => {
      const body = JSON.stringify({ type: `urn:sphinx-case:relay:${name}`, title: "", status, detail });
      return submit(respond(status, body));
    };
    const { result, messages } = await problem(502, "never-sent", "No case was created.");
    assert.equal(result.status, "rejected");
    assert.deepEqual(messages, ["No case was created."]);
    assert.equal((await problem(503, "rate-limited", "Later.")).result.status, "rejected");
    assert.equal((await problem(504, "under-way", "Not yet.")).result.status, "unknown");
    assert.equal((await problem(409, "other-instance", "Lost.")).result.status, "unknown");
  });
});

describe("real connections", () => {
  let url;
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      if (request.url === "/lost") request.socket.destroy();
      if (request.url === "/never") return;
      if (request.url === "/cut") {
        response.writeHead(201, { "content-type": "application/json", "content-length": 1000 });
        response.write('{"id":41');
        setTimeout(() => request.socket.destroy(), 20);
      }
      if (request.url === "/cut-error") {
        response.writeHead(400, { "content-length": 1000 });
        response.write('{"customer_id":["No');
        setTimeout(() => request.socket.destroy(), 20);
      }
    });
  });
  before(async () => {
    await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
    url = `http://127.0.0.1:${server.address().port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const post = (path, init) => submit(({ body }) => fetch(url + path, { method: "POST", body, ...init }));

  test("the connection is lost after sending", async () => {
    const { result, failure } = await post("/lost");
    assert.equal(result.status, "unknown");
    assert.equal(result.error, failure);
  });

  test("nobody waits any longer", async () => {
    const { result } = await post("/never", { signal: AbortSignal.timeout(50) });
    assert.equal(result.status, "unknown");
    assert.equal(result.error.name, "TimeoutError");
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    assert.equal((await post("/never", { signal: controller.signal })).result.status, "unknown");
  });

  test("the response of a success ends early", async () => {
    const { result } = await post("/cut");
    assert.equal(result.status, "unknown");
    assert.ok(result.error instanceof Error);
  });

  test("the response of a rejection ends early", async () => {
    assert.equal((await post("/cut-error")).result.status, "rejected");
  });
});

describe("other errors of the handler", () => {
  test("libraries throw a response that is not a success", async () => {
    const thrown = (status) => () => {
      throw Object.assign(new Error(`status ${status}`), { name: "AxiosError", response: { status, data: page } });
    };
    assert.equal((await submit(thrown(502))).result.status, "unknown");
    assert.equal((await submit(thrown(400))).result.status, "failed");
    const lost = Object.assign(new Error("Network Error"), { name: "AxiosError", code: "ERR_NETWORK" });
    assert.equal((await submit(() => Promise.reject(lost))).result.status, "unknown");
  });

  test("an error before anything is sent has failed", async () => {
    for (const error of [new Error("not signed in"), new RangeError("x"), "no", undefined, null]) {
      const { result, failure } = await submit(() => Promise.reject(error));
      assert.deepEqual(result, { status: "failed", error });
      assert.ok(failure !== undefined);
    }
  });
});
