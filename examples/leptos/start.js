/** Starts the program, whose module is beside it. */
import init from "./sphinx_case_leptos.js";

await init();
