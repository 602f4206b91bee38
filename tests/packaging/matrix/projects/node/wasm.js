// An instance, as the integration of WebAssembly into ES modules has it, and the compiled module for `slim`.
import * as core from "sphinx-case/core.wasm";
import * as form from "sphinx-case/form.wasm";
import { answer } from "./answer.js";

console.log(typeof core.check === "function" && typeof form.form_new === "function" ? answer() : "no functions");
