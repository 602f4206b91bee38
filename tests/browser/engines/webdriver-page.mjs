/** The part of Playwright's `Page` and `Locator` that the tests use, by WebDriver. */
import { setTimeout as sleep } from "node:timers/promises";
import { Key } from "selenium-webdriver";
import { fill, findAll, isVisible, selectOptions } from "./in-page.mjs";

/** How long an action waits for its element, and a condition for being true. */
const PATIENCE = 15_000;
const INTERVAL = 30;

/** Playwright's names of keys that have no character. */
const KEYS = {
  ArrowDown: Key.ARROW_DOWN,
  ArrowLeft: Key.ARROW_LEFT,
  ArrowRight: Key.ARROW_RIGHT,
  ArrowUp: Key.ARROW_UP,
  Backspace: Key.BACK_SPACE,
  Control: Key.CONTROL,
  Delete: Key.DELETE,
  End: Key.END,
  Enter: Key.ENTER,
  Escape: Key.ESCAPE,
  Home: Key.HOME,
  PageDown: Key.PAGE_DOWN,
  PageUp: Key.PAGE_UP,
  Shift: Key.SHIFT,
  Space: Key.SPACE,
  Tab: Key.TAB,
  ...Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`F${index + 1}`, Key[`F${index + 1}`]])),
  Alt: Key.ALT,
};

/** The body of a script that calls a function with the arguments, and gives its result as JSON: `undefined` stays `undefined`. */
const calling = (run) => `
  const done = arguments[arguments.length - 1];
  const findAll = ${findAll};
  const isVisible = ${isVisible};
  Promise.resolve()
    .then(() => (${run})(...[...arguments].slice(0, -1)))
    .then((value) => done({ json: JSON.stringify(value) }), (error) => done({ error: String(error?.stack ?? error) }));`;

export class WebDriverPage {
  #session;

  constructor(session) {
    this.#session = session;
  }

  keyboard = {
    press: (keys) => this.#press(keys),
    type: (text) => this.#actions((actions) => actions.sendKeys(...text)),
    insertText: (text) => this.evaluate((inserted) => document.execCommand("insertText", false, inserted), text),
  };

  /** Positions are those of the viewport. */
  mouse = {
    move: (x, y) => this.#actions((actions) => actions.move({ x: Math.round(x), y: Math.round(y) })),
    down: () => this.#actions((actions) => actions.press()),
    up: () => this.#actions((actions) => actions.release()),
  };

  on() {} // WebDriver does not report the console and the requests: the run in Chromium does
  setDefaultTimeout() {}

  async goto(url) {
    await this.#session.get(url);
  }

  async reload() {
    await this.#session.navigate().refresh();
  }

  async goBack() {
    await this.#session.navigate().back();
  }

  async title() {
    return this.#session.getTitle();
  }

  async screenshot() {} // for looking at, in Chromium

  waitForTimeout(milliseconds) {
    return sleep(milliseconds);
  }

  /** A text is an expression. */
  evaluate(run, argument = null) {
    return this.#call(typeof run === "string" ? `() => (${run.trim().replace(/;$/, "")})` : run, argument);
  }

  $eval(selector, run, argument = null) {
    return this.#call(`(selector, argument) => (${run})(findAll(selector)[0], argument)`, selector, argument);
  }

  $$eval(selector, run, argument = null) {
    return this.#call(`(selector, argument) => (${run})(findAll(selector), argument)`, selector, argument);
  }

  async waitForFunction(run, argument = null) {
    await this.#until(() => this.evaluate(run, argument), `${run} is not true`);
  }

  async waitForSelector(selector, { state = "visible" } = {}) {
    const test = {
      visible: (found) => found.some(isVisible),
      attached: (found) => found.length > 0,
      hidden: (found) => !found.some(isVisible),
      detached: (found) => found.length === 0,
    }[state];
    await this.#until(
      () => this.#call(`(selector) => (${test})(findAll(selector))`, selector),
      `${selector} is not ${state}`,
    );
  }

  async click(selector) {
    // WebKit only scrolls the window, not a dialog.
    await this.#on(selector, (element) => element.scrollIntoView({ block: "nearest" }));
    const element = await this.#element(selector);
    await element.click();
  }

  async hover(selector) {
    const origin = await this.#element(selector);
    await this.#actions((actions) => actions.move({ origin }));
  }

  async focus(selector) {
    await this.#on(selector, (element) => element.focus());
  }

  async fill(selector, text) {
    await this.#on(selector, fill, text);
  }

  /** Chooses a file by its path. */
  async setInputFiles(selector, path) {
    const input = await this.#element(selector);
    await input.sendKeys(path);
  }

  async press(selector, keys) {
    await this.focus(selector);
    await this.#press(keys);
  }

  async check(selector) {
    if (!(await this.isChecked(selector))) await this.click(selector);
  }

  async uncheck(selector) {
    if (await this.isChecked(selector)) await this.click(selector);
  }

  async selectOption(selector, values) {
    await this.#on(selector, selectOptions, [values].flat());
  }

  textContent(selector) {
    return this.#on(selector, (element) => element.textContent);
  }

  inputValue(selector) {
    return this.#on(selector, (element) => element.value);
  }

  getAttribute(selector, name) {
    return this.#on(selector, (element, attribute) => element.getAttribute(attribute), name);
  }

  isChecked(selector) {
    return this.#on(selector, (element) => element.checked);
  }

  isDisabled(selector) {
    return this.#on(selector, (element) => element.matches(":disabled"));
  }

  isVisible(selector) {
    return this.#call("(selector) => findAll(selector).slice(0, 1).some(isVisible)", selector);
  }

  async isHidden(selector) {
    return !(await this.isVisible(selector));
  }

  locator(selector, { hasText } = {}) {
    return new WebDriverLocator(
      this,
      hasText === undefined ? selector : `${selector}:text(${JSON.stringify(hasText)})`,
    );
  }

  /** Calls a function with the first element of a selector, once there is one. */
  async #on(selector, run, argument = null) {
    await this.waitForSelector(selector, { state: "attached" });
    return this.$eval(selector, run, argument);
  }

  /** The first element that a selector finds, once it can be seen. */
  async #element(selector) {
    await this.waitForSelector(selector);
    return this.#session.executeScript(`return (${findAll})(arguments[0])[0];`, selector);
  }

  async #call(run, ...args) {
    const { json, error } = await this.#session.executeAsyncScript(calling(run), ...args);
    if (error !== undefined) throw new Error(error);
    return json === undefined || json === null ? undefined : JSON.parse(json);
  }

  async #until(isDone, otherwise) {
    const limit = Date.now() + PATIENCE;
    let last;
    while (Date.now() < limit) {
      try {
        if (await isDone()) return;
      } catch (error) {
        last = error; // the page may be replaced just now
      }
      await sleep(INTERVAL);
    }
    throw new Error(`after ${PATIENCE} ms ${otherwise}`, { cause: last });
  }

  async #press(keys) {
    const names = keys === "+" ? ["+"] : keys.split("+");
    const [last, ...held] = names.map((name) => KEYS[name] ?? name).reverse();
    await this.#actions((actions) => {
      for (const key of held.reverse()) actions.keyDown(key);
      actions.sendKeys(last);
      for (const key of held) actions.keyUp(key);
      return actions;
    });
  }

  async #actions(make) {
    await make(this.#session.actions({ async: true })).perform();
  }
}

/** A selector that is used later. */
class WebDriverLocator {
  #page;
  #selector;

  constructor(page, selector) {
    this.#page = page;
    this.#selector = selector;
    for (const name of [
      "click",
      "fill",
      "focus",
      "press",
      "check",
      "uncheck",
      "textContent",
      "inputValue",
      "getAttribute",
    ])
      this[name] = (...args) => page[name](selector, ...args);
    for (const name of ["isVisible", "isHidden", "isChecked", "isDisabled", "selectOption"])
      this[name] = (...args) => page[name](selector, ...args);
    this.boundingBox = () =>
      page.$eval(selector, (element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x, y, width, height };
      });
    this.evaluate = (run, argument) => page.$eval(selector, run, argument);
    this.waitFor = (options) => page.waitForSelector(selector, options);
  }

  nth(index) {
    return new WebDriverLocator(this.#page, `${this.#selector} >> nth=${index}`);
  }

  first() {
    return this.nth(0);
  }

  allTextContents() {
    return this.#page.$$eval(this.#selector, (found) => found.map(({ textContent }) => textContent));
  }

  count() {
    return this.#page.$$eval(this.#selector, (found) => found.length);
  }
}
