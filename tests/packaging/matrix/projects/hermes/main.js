import { answer } from "./answer.js";

globalThis.print(answer());
