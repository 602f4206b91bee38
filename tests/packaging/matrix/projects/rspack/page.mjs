import { answer } from "./answer.js";

document.querySelector("#answer").textContent = answer();
