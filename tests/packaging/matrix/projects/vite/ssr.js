// The development server's way to render on the server.
import { createServer } from "vite";

const server = await createServer({ server: { middlewareMode: true }, appType: "custom", logLevel: "error" });
const { answer } = await server.ssrLoadModule("/answer.js");
console.log(answer());
await server.close();
