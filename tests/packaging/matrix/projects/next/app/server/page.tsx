import { answer } from "../../answer.js";

export default function Page() {
  return <pre id="answer">{answer()}</pre>;
}
