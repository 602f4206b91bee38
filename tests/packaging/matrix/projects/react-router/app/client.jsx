import { useEffect, useState } from "react";
import { answer } from "../answer.js";

export default function Client() {
  const [text, setText] = useState("");
  useEffect(() => setText(answer()), []);
  return <pre id="answer">{text}</pre>;
}
