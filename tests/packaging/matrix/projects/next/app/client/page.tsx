"use client";
import { useEffect, useState } from "react";
import { answer } from "../../answer.js";

export default function Page() {
  const [text, setText] = useState("");
  useEffect(() => setText(answer()), []);
  return <pre id="answer">{text}</pre>;
}
