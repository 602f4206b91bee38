/** The form of a component: made once, and there as long as the component is. */

import { useEffect, useRef, useState } from "react";
import { createCaseForm } from "../form/create.js";
import type { CaseFormOptions } from "../form/options.js";
import type { CaseForm } from "../form/store.js";
import { firstSnapshot } from "./initial-snapshot.js";

/**
 * Makes a form for one case request. It is the same object in every render, and nothing that happens in it renders the
 * component again: the other hooks do that, for what they read.
 *
 * The options are those of the first render; only another `language` is followed. Use `form.configure`, `form.load` and
 * `form.reset` for the rest. Where the server renders the form, `initial` must be the same in the browser: what only the
 * browser knows, such as a draft in its storage, is brought back in an effect, with `form.restore`.
 *
 * Nothing has to be disposed of. The form outlives its effects, because React takes these away and brings them back while
 * the component stays (in strict mode, in `<Activity>`, at a hot update); its memory is given back once nobody holds it.
 *
 * @throws TypeError when an option makes no sense, or `initial` is no request that a form can hold.
 */
export function useCaseForm(options: CaseFormOptions = {}): CaseForm {
  const [form] = useState(() => {
    const made = createCaseForm(options);
    firstSnapshot(made); // before anybody can change it
    return made;
  });
  const { language } = options;
  const spoken = useRef(language);
  useEffect(() => {
    if (language === spoken.current) return;
    spoken.current = language;
    form.setLanguage(language ?? "en");
  }, [form, language]);
  return form;
}
