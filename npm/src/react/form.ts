/** The form of a component. */

import { useEffect, useId, useRef, useState } from "react";
import { createCaseForm } from "../form/create.js";
import type { CaseFormOptions } from "../form/options.js";
import type { CaseForm } from "../form/store.js";
import { initialSnapshot } from "./initial-snapshot.js";

/**
 * Creates a form for one case request. It is the same object in every render. Changes in the form do not render the component
 * again; the other hooks do that, for what they read.
 *
 * The options of the first render are used; only changes of `language` are followed. The ids of its inputs begin with an id of
 * `useId`, so there can be several forms on a page. Use `form.configure`, `form.load` and
 * `form.reset` for other changes. If the server renders the form, `initial` must be the same in the browser. Restore what only
 * the browser has, such as a draft in its storage, in an effect with `form.restore`.
 *
 * The form need not be disposed. React removes and restores effects while the component stays (strict mode, `<Activity>`, hot
 * updates), so the form does not depend on them; its memory is freed when it is no longer referenced.
 *
 * @throws TypeError when an option is invalid, or `initial` is not a request.
 * @throws SphinxCaseError when the WebAssembly cannot run.
 */
export function useCaseForm(options: CaseFormOptions = {}): CaseForm {
  const id = useId();
  const [form] = useState(() => {
    // Such as `:r0:`, which selectors cannot name without escapes.
    const made = createCaseForm({ ...options, idPrefix: options.idPrefix ?? `case-${id.replace(/[^\w-]/g, "")}` });
    initialSnapshot(made); // before the form can change
    return made;
  });
  const { language } = options;
  const current = useRef(language);
  useEffect(() => {
    if (language === current.current) return;
    current.current = language;
    form.setLanguage(language ?? "en");
  }, [form, language]);
  return form;
}
