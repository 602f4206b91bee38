import core from "sphinx-case/core.wasm";
import form from "sphinx-case/form.wasm";
import { initFormsSync, initSync } from "sphinx-case/slim";
import { answer } from "./answer.js";

initSync(core);
initFormsSync(form);

export default { fetch: () => new Response(answer()) };
