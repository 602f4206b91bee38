/** A request written by hand: clients would tidy its path first. */
import { connect } from "node:net";

/** Sends a request line exactly as written to a port of this machine, and answers everything that came back. */
export function raw(port, path, { method = "GET", host = "localhost" } = {}) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), "127.0.0.1", () => {
      socket.write(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    });
    const parts = [];
    socket.on("data", (part) => parts.push(part));
    socket.on("end", () => resolve(Buffer.concat(parts).toString("utf8")));
    socket.on("error", reject);
  });
}
