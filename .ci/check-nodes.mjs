/**
 * Runs the tests on the Node releases before and after ours. Their binaries come from the package registry into a
 * temporary folder, at exact versions, and are called directly: node_modules stays as it is.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const releases = ["22.23.3", "26.10.0"];

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), "pms-nodes-"));
try {
  for (const release of releases) testOn(release);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function testOn(release) {
  const name = `node-${process.platform}-${process.arch}`;
  const prefix = join(folder, release);
  run("npm", [
    "install",
    "--prefix",
    prefix,
    "--ignore-scripts",
    "--no-save",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    `${name}@${release}`,
  ]);
  const bin = join(prefix, "node_modules", name, "bin");
  console.log(`tests on Node ${release}`);
  run(
    join(bin, "node"),
    [
      "--experimental-vm-modules",
      "--disable-warning=ExperimentalWarning",
      "node_modules/jest/bin/jest.js",
      "--silent",
    ],
    // Tests that start another process by the name of node get the same one.
    { PATH: `${bin}:${process.env.PATH}` },
  );
}

function run(command, args, environment = {}) {
  const result = spawnSync(command, args, {
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  if (result.status === 0) return;
  console.error(`failed: ${command} ${args.join(" ")}`);
  rmSync(folder, { recursive: true, force: true });
  process.exit(1);
}
