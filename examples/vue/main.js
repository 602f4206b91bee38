/** Starts the example: see `CaseForm.vue`. */
import { createApp } from "vue";
import CaseForm from "./CaseForm.vue";

createApp(CaseForm).mount("#app");
