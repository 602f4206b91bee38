/**
 * "Check a file": the file is chosen or dropped, checked in a worker, and shown with what is wrong in it. It never leaves the
 * browser, and the form stays as it is.
 */
import { byId } from "../ui/element.js";
import { currentLanguage, t } from "../ui/language.js";
import { announce, confirm } from "../ui/status.js";
import { checkFile } from "./check-file.js";
import { listenDrop } from "./drop.js";
import { forgetResult, showChecked, showUnchecked } from "./file-result.js";
import { isOfOtherRevision, showQuestions } from "./questions.js";
import { listenTemplate } from "./template.js";

/** How long a check takes before its progress is shown, in milliseconds. Small files show their result at once. */
const DELAY = 200;

/** The progress is announced each time so many percent are done. */
const STEP = 25;

const PARTS = ["file-checking", "file-result"];

export class FilePanel {
  #handlers;
  #file;
  /** The fields that the user has chosen for headings that are not names of fields, for this file. */
  #map = {};
  #cancel = () => {};
  #timer;
  #announced = 0;

  /** @param handlers readOptions(): the options of the check; onRequest(text, name): the file has one request */
  constructor(handlers) {
    this.#handlers = handlers;
    const input = byId("file-input");
    input.addEventListener("change", () => {
      const files = [...input.files];
      // The same file can be chosen again, after it was corrected.
      input.value = "";
      if (files.length > 0) this.#take(files);
    });
    listenTemplate(handlers.readOptions);
    listenDrop((files) => {
      input.focus();
      this.#take(files);
    });
    byId("file-cancel").addEventListener("click", () => this.#close(t("file_cancelled")));
    byId("file-close").addEventListener("click", () => this.#close(t("file_closed")));
  }

  /** Checks the file again: with other options, or in another language. */
  recheck() {
    if (this.#file) this.#start();
  }

  #take(files) {
    // A file that was corrected has the same name, and the same columns.
    if (files[0].name !== this.#file?.name) this.#map = {};
    this.#file = files.length === 1 ? files[0] : undefined;
    if (this.#file) return this.#start();
    this.#stop();
    this.#finish(showUnchecked("", t("file_several")));
  }

  #start() {
    this.#stop();
    this.#announced = 0;
    const { name } = this.#file;
    byId("file-doing").textContent = t("file_checking", { name });
    byId("file-bar").value = 0;
    this.#timer = setTimeout(() => {
      this.#display("file-checking");
      announce(t("file_checking", { name }), { after: 0 });
    }, DELAY);
    const options = { ...this.#handlers.readOptions(), map: this.#map };
    const request = { file: this.#file, options, language: currentLanguage() };
    this.#cancel = checkFile(request, (message) => this.#receive(message));
  }

  #receive(message) {
    const { name, size } = this.#file;
    if (message.kind === "progress") return this.#showProgress((100 * message.read) / size);
    this.#stop();
    if (message.kind === "request") {
      this.#forget();
      this.#handlers.onRequest(message.text, name);
    } else if (message.kind === "checked") this.#finish(showChecked(name, message));
    else if (message.kind === "refused") this.#refuse(name, message);
    else this.#finish(showUnchecked(name, t("file_failed"), message.message));
  }

  /** Shows why a file was not checked, and asks for the fields of its columns if that is why. */
  #refuse(name, { why, message, others = [], names }) {
    const isAnswered = others.every((heading) => Object.hasOwn(this.#map, heading));
    const sentence = others.some(isOfOtherRevision) ? `${t(why)} ${t("revision_hint")}` : t(why);
    const verdict = showUnchecked(name, sentence, isAnswered ? message : undefined);
    if (others.length > 0)
      showQuestions(
        { headings: others, names, map: this.#map },
        {
          onChoice: (map) => {
            this.#map = map;
          },
          onAnswer: () => this.#start(),
        },
      );
    this.#finish(verdict);
  }

  #showProgress(percent) {
    byId("file-bar").value = percent;
    if (percent < this.#announced + STEP || byId("file-checking").hidden) return;
    this.#announced = STEP * Math.floor(percent / STEP);
    announce(t("file_progress", { percent: this.#announced }), { after: 0 });
  }

  /** Shows the result. The focus moves there, unless the user has gone on elsewhere. */
  #finish(verdict) {
    const { activeElement: active } = document;
    this.#display("file-result");
    if (active === document.body || byId("file").contains(active)) byId("file-verdict").focus();
    announce(verdict, { after: 0 });
  }

  #close(message) {
    this.#stop();
    this.#forget();
    byId("file-input").focus();
    confirm(message);
  }

  #forget() {
    this.#file = undefined;
    this.#display(undefined);
    forgetResult();
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#cancel();
  }

  #display(shown) {
    for (const part of PARTS) byId(part).hidden = part !== shown;
  }
}
