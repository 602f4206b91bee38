/** The text of `answer.js` in this Node, with the packed package. */
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectWith, remove, run } from "../../packed.mjs";

export const ANSWER_MODULE = fileURLToPath(new URL("answer.js", import.meta.url));

/** What every cell must print. */
export function expectedAnswer() {
  const project = projectWith({});
  try {
    copyFileSync(ANSWER_MODULE, join(project, "answer.js"));
    writeFileSync(join(project, "main.js"), 'import { answer } from "./answer.js";\nconsole.log(answer());\n');
    return run(project, process.execPath, "main.js").trim();
  } finally {
    remove(project);
  }
}
