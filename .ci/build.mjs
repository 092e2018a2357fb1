/**
 * Compiles src into dist and copies beside it what the compiler leaves behind (.sql and the like), so that
 * dist mirrors src path by path, and adds the API description in one piece. Works beside the old dist and swaps at the end: a failed build changes nothing.
 */
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { filesBelow, fingerprintOfSources } from "./fingerprint.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const fresh = `dist.${process.pid}.new`;
const old = `dist.${process.pid}.old`;
const fingerprint = fingerprintOfSources();

process.exitCode = build();

function build() {
  try {
    rmSync(fresh, { recursive: true, force: true });
    const compiled = spawnSync(
      process.execPath,
      [
        "node_modules/typescript/bin/tsc",
        "--project",
        "tsconfig.build.json",
        "--outDir",
        fresh,
      ],
      { stdio: "inherit" },
    );
    if (compiled.status !== 0) return 1;
    const described = spawnSync(process.execPath, [
      ".ci/bundle-api.mjs",
      fresh,
    ]);
    process.stderr.write(described.stderr);
    if (described.status !== 0) return 1;
    copyAssets();
    writeFileSync(join(fresh, ".sources"), fingerprint);
    if (existsSync("dist")) renameSync("dist", old);
    renameSync(fresh, "dist");
    return 0;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

function copyAssets() {
  for (const source of filesBelow("src")) {
    if (source.endsWith(".ts")) continue;
    const target = join(fresh, relative("src", source));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(source, target);
  }
}
