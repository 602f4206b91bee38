import { buildPayload, createCaseForm } from "sphinx-case";
import core from "sphinx-case/core.wasm";
import { initSync } from "sphinx-case/slim";

initSync(core);
export const all = [buildPayload({ customer_id: 1 }), createCaseForm()];
