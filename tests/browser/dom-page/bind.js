/** Binds the form of the page, as the address says: `?sends` has a handler that keeps what it would send. */
import { bindCaseForm } from "/pkg/dom.js";

const asked = new URLSearchParams(location.search);
const options = JSON.parse(asked.get("options") ?? "{}");
window.sent = [];
window.answer = () => undefined;
if (asked.has("sends")) {
  options.submit = ({ body }) => {
    window.sent.push(body);
    return window.answer();
  };
}
window.binding = bindCaseForm(document.querySelector("#case"), options);
