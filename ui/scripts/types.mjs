// Writes src/api/schema.ts from the server's OpenAPI document; with --check only tells whether it is up to date.
// The document comes from a file (npm run types -- openapi.json) or from `python -m mlflow.contracts.openapi`.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

import openapiTS, { astToString } from "openapi-typescript";

const target = new URL("../src/api/schema.ts", import.meta.url);
const args = process.argv.slice(2);
const check = args.includes("--check");
const file = args.find((arg) => !arg.startsWith("--"));

function fromPython() {
  const venv = new URL("../../.venv/bin/python", import.meta.url);
  const python = process.env.PYTHON ?? (existsSync(venv) ? venv.pathname : "python3");
  const env = { ...process.env, PYTHONPATH: new URL("../../src", import.meta.url).pathname };
  return execFileSync(python, ["-m", "mlflow.contracts.openapi"], { env, encoding: "utf8", maxBuffer: 64e6 });
}

const document = JSON.parse(file ? readFileSync(file, "utf8") : fromPython());
const banner = "// Made by `npm run types` from the server's OpenAPI document. Do not edit.\n\n";
const text = banner + astToString(await openapiTS(document));

if (!check) {
  writeFileSync(target, text);
  console.log(`wrote ${target.pathname}`);
} else if (!existsSync(target) || readFileSync(target, "utf8") !== text) {
  console.error("src/api/schema.ts does not match the server's contracts. Run `npm run types` and commit the result.");
  process.exit(1);
} else {
  console.log("src/api/schema.ts is up to date");
}
