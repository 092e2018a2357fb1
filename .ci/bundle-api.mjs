/**
 * Bundles openapi.yaml and the schemas it points at into one document, `openapi.yaml` and `openapi.json` in the folder
 * named on the command line (default: dist). The server hands out the first, tests and tools read the second.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const folder = process.argv[2] ?? "dist";
const json = join(folder, "openapi.json");

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
