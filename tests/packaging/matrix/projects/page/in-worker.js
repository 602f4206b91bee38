import { answer } from "./answer.js";

// A dedicated worker, a shared one and a service worker.
globalThis.onmessage = ({ source }) => (source ?? globalThis).postMessage(answer());
globalThis.onconnect = ({ ports: [port] }) => port.postMessage(answer());
