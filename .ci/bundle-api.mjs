/**
 * Bundles openapi.yaml and the schemas it points at into one document, `openapi.yaml` and `openapi.json` in the folder
 * named on the command line (default: dist). The server hands out the first, tests and tools read the second.
 * `--if-stale` does nothing when the bundle is newer than all it is made of.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { stringify } from "yaml";
import { filesBelow } from "./fingerprint.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { "if-stale": { type: "boolean", default: false } },
});
const folder = positionals[0] ?? "dist";
const json = join(folder, "openapi.json");
if (!values["if-stale"] || isStale()) bundle();

function isStale() {
  const made = statSync(json, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return ["openapi.yaml", "redocly.yaml", ...filesBelow("schemas")].some(
    (source) => statSync(source).mtimeMs > made,
  );
}

function bundle() {
  mkdirSync(folder, { recursive: true });
  const bundled = spawnSync(
    process.execPath,
    [
      "node_modules/@redocly/cli/bin/cli.js",
      "bundle",
      "openapi.yaml",
      "--output",
      json,
    ],
    { encoding: "utf8" },
  );
  if (bundled.status === 0) {
    const document = JSON.parse(readFileSync(json, "utf8"));
    writeFileSync(
      join(folder, "openapi.yaml"),
      stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 }),
    );
  } else {
    process.stderr.write(bundled.stdout + bundled.stderr);
    process.exitCode = 1;
  }
}
