import { answer } from "./answer.js";

const place = document.querySelector("#answer");
try {
  place.textContent = answer();
} catch ({ name, reason, message }) {
  place.textContent = `${name} ${reason} ${message}`;
}
