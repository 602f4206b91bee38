import { answer } from "./answer.js";

globalThis.answer = answer();
