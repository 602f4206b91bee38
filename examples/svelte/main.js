/** Starts the example: see `CaseForm.svelte`. */
import { mount } from "svelte";
import CaseForm from "./CaseForm.svelte";

mount(CaseForm, { target: document.getElementById("app") });
