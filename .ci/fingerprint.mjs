import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** All files below a folder, sorted, so that the order of the disk does not matter. */
export function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();
}

/**
 * A digest of everything dist is made from. Contents, not times: git gives files new times on a checkout,
 * and a deleted source leaves no time at all.
 */
export function fingerprintOfSources() {
  const digest = createHash("sha256");
  const settings = ["tsconfig.json", "redocly.yaml"];
  const steps = [".ci/build.mjs", ".ci/bundle-api.mjs", ".ci/made-checks.mjs"];
  const sources = [
    "openapi.yaml",
    ...filesBelow("schemas"),
    ...filesBelow("src"),
  ];
  for (const path of [...settings, ...steps, ...sources])
    digest.update(`${path}\0`).update(readFileSync(path)).update("\0");
  return digest.digest("hex");
}
