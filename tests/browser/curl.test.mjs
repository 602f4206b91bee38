/** The curl command, run by real shells with the real curl against a server of this test. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { notInWebKit } from "./engines/index.mjs";
import { clipboard, openPage, settled, useBrowser } from "./open.mjs";

const used = useBrowser();
const API = "https://app.sphinxhq.com/api/cases/";

let received;
let server;
let url;

before(async () => {
  server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      received = { method: request.method, headers: request.headers, body: Buffer.concat(parts).toString("utf8") };
      response.writeHead(201).end();
    });
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  url = `http://127.0.0.1:${server.address().port}/`;
});
after(() => new Promise((closed) => server.close(closed)));

/** Runs the page's command in a shell, aimed at this test's server, and gives what arrived there. */
async function runIn(shell, command) {
  assert.equal(command.split(API).length, 2, "the command names the endpoint once");
  received = undefined;
  const child = spawn(shell, {
    env: { PATH: process.env.PATH, SPHINX_TOKEN: "tok'en $x" },
    stdio: ["pipe", "ignore", "inherit"],
  });
  // By standard input, as pasted into a terminal: as an argument it might itself be too long.
  child.stdin.end(command.replace(API, url).replace("curl ", "curl --silent --noproxy '*' "));
  const code = await new Promise((exited) => child.on("exit", exited));
  assert.equal(code, 0);
  return received;
}

const details = (value) => JSON.stringify({ customer: { full_name: "A", input_details: value }, case_config: "kyb" });

const BODIES = {
  plain: '{"customer_id":1,"case_config":"kyb"}',
  "single quotes": details({ quoted: "it's 'so' ''", "'": "'\\''" }),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell would expand it, JavaScript must not
  "what shells expand": details({ a: '$HOME $(id) `id` ${x} !! \\ "$SPHINX_TOKEN" %s %% * ~' }),
  "escaped newlines and tabs": details({ a: "one\ntwo\r\n\tthree\u0001" }),
  unicode: details({ a: "Zoë 👩‍🚀 \u2028 \u2029 \ufeff" }),
  "raw control characters": details({ a: "\u007f \u0080 \u009b31m 100% \\n it's" }),
  "longer than an argument may be": details({ a: `${"it's 100% \\ ".repeat(20_000)}` }),
};

for (const [what, text] of Object.entries(BODIES)) {
  test(`sends exactly the payload: ${what}`, { skip: notInWebKit("it reads the clipboard") }, async (t) => {
    const page = await openPage(t, used, { text });
    await settled(page);
    await page.click("#tab-payload");
    await page.click("#payload-copy");
    await page.waitForFunction(() => document.querySelector("#payload-copy").textContent === "Copied");
    const body = await clipboard(page);
    assert.deepEqual(JSON.parse(body).customer?.input_details, JSON.parse(text).customer?.input_details);
    await page.click("#tab-curl");
    await page.click("#curl-copy");
    await page.waitForFunction(() => document.querySelector("#curl-copy").textContent === "Copied");
    const command = await clipboard(page);
    assert.doesNotMatch(
      command,
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would act upon them when pasted
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/,
    );
    await page.click("#tab-http");
    await page.click("#http-copy");
    await page.waitForFunction(() => document.querySelector("#http-copy").textContent === "Copied");
    const [head, sent] = (await clipboard(page)).split(/\r?\n\r?\n(.*)/s);
    assert.equal(sent, body);
    assert.match(head, /^POST \/api\/cases\/ HTTP\/1\.1\r?\nHost: app\.sphinxhq\.com\r?\n/);
    assert.equal(Number(/Content-Length: (\d+)/.exec(head)[1]), Buffer.byteLength(body));
    for (const shell of ["sh", "bash"]) {
      const arrived = await runIn(shell, command);
      assert.equal(arrived.method, "POST");
      assert.equal(arrived.headers["content-type"], "application/json");
      assert.equal(arrived.headers.authorization, "Bearer tok'en $x");
      assert.equal(arrived.body, body);
    }
  });
}
