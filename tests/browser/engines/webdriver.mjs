/** Firefox and WebKit by WebDriver: a browser with one session, which every test gets in turn, with empty storage. */
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { Builder, Capabilities } from "selenium-webdriver";
import { WebDriverPage } from "./webdriver-page.mjs";

/** Firefox asks its maker's servers for updates, settings and lists unless preferences turn that off. */
const FIREFOX_PREFERENCES = {
  "app.normandy.enabled": false,
  "app.update.disabledForTesting": true,
  "browser.contentblocking.category": "standard",
  "browser.safebrowsing.downloads.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.search.update": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "dom.disable_beforeunload": true,
  "extensions.getAddons.cache.enabled": false,
  "extensions.update.enabled": false,
  "intl.accept_languages": "en-GB, en",
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.dns.disablePrefetch": true,
  "network.prefetch-next": false,
  "services.settings.server": "data:,#remote-settings-dummy/v1",
  "signon.rememberSignons": false,
  "toolkit.telemetry.enabled": false,
  "ui.prefersReducedMotion": 1,
};

const WEBKIT = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

const ENGINES = {
  firefox: {
    driver: (port) => ["geckodriver", "--port", port, "--host", "127.0.0.1"],
    capabilities: {
      browserName: "firefox",
      "moz:firefoxOptions": { args: ["-headless"], prefs: FIREFOX_PREFERENCES },
    },
  },
  // WebKitGTK has no headless mode: Xvfb is its screen.
  webkit: {
    driver: (port) => ["xvfb-run", "--auto-servernum", "WebKitWebDriver", `--port=${port}`, "--host=127.0.0.1"],
    capabilities: {
      browserName: "MiniBrowser",
      "webkitgtk:browserOptions": { binary: WEBKIT, args: ["--automation"] },
    },
  },
};

/** How long a driver may take to listen. */
const START_MILLISECONDS = 20_000;

/** Starts the driver and a session of it. */
export async function launchWebDriver(name) {
  const { driver, capabilities } = ENGINES[name];
  const port = await freePort();
  const [program, ...args] = driver(String(port));
  const server = spawn(program, args, {
    stdio: "ignore",
    detached: true, // a process group, so that the browser ends with the driver
    env: { ...process.env, LIBGL_ALWAYS_SOFTWARE: "1", MOZ_HEADLESS: "1", LANG: "en_GB.UTF-8" },
  });
  const failed = new Promise((_, reject) => server.on("error", reject));
  const stop = () => {
    try {
      process.kill(-server.pid, "SIGKILL");
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  };
  process.once("exit", stop);
  await Promise.race([failed, untilListening(port)]);
  const session = await new Builder()
    .usingServer(`http://127.0.0.1:${port}`)
    .withCapabilities(new Capabilities(capabilities))
    .build();
  return new WebDriverBrowser(session, stop);
}

/** The part of Playwright's `Browser` and `BrowserContext` that the tests use. All contexts are the one session. */
class WebDriverBrowser {
  #session;
  #stop;

  constructor(session, stop) {
    this.#session = session;
    this.#stop = stop;
  }

  async newContext({ viewport } = {}) {
    const session = this.#session;
    if (viewport) await session.manage().window().setRect({ width: viewport.width, height: viewport.height });
    return {
      newPage: () => new WebDriverPage(session),
      async grantPermissions() {},
      close: () => forget(session),
    };
  }

  async newPage() {
    const page = new WebDriverPage(this.#session);
    page.close = () => forget(this.#session);
    return page;
  }

  async close() {
    await this.#session.quit().catch(() => {}); // it may have crashed
    this.#stop();
  }
}

/** Empties what a page has stored, also what it would store when it is left. */
async function forget(session) {
  await session.executeScript(`try {
    localStorage.clear();
    sessionStorage.clear();
    Storage.prototype.setItem = () => {};
  } catch {}`);
  await session.manage().deleteAllCookies();
  await session.get("about:blank");
}

async function untilListening(port) {
  const limit = Date.now() + START_MILLISECONDS;
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${port}/status`);
      return;
    } catch (error) {
      if (Date.now() > limit) throw new Error("the driver does not respond", { cause: error });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
