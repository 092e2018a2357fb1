/**
 * Puts what src has together into dist: one file for each program and for what they share, because a server that loads
 * hundreds of them starts slowly. Beside them the migrations and the API description in one piece. Works beside the old
 * dist and swaps at the end: a failed build changes nothing.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild-wasm";
import { fingerprintOfSources } from "./fingerprint.mjs";
import { madeChecks } from "./made-checks.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const PROGRAMS = [
  "src/main.ts",
  "src/store/sqlite/writer-worker.ts",
  "src/store/sqlite/reader-worker.ts",
  "src/store/sqlite/checkpoint-worker.ts",
];
const fresh = `dist.${process.pid}.new`;
const old = `dist.${process.pid}.old`;
const fingerprint = fingerprintOfSources();

process.exitCode = await build();

async function build() {
  try {
    rmSync(fresh, { recursive: true, force: true });
    await bundle();
    const described = spawnSync(process.execPath, [
      ".ci/bundle-api.mjs",
      fresh,
    ]);
    process.stderr.write(described.stderr);
    if (described.status !== 0) return 1;
    copyMigrations();
    writeFileSync(join(fresh, ".sources"), fingerprint);
    if (existsSync("dist")) renameSync("dist", old);
    renameSync(fresh, "dist");
    return 0;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

/** Packages stay what they are, so that what is installed is what was locked and can be looked through. */
function bundle() {
  return esbuild.build({
    absWorkingDir: process.cwd(),
    entryPoints: PROGRAMS,
    entryNames: "[name]",
    chunkNames: "[name]-[hash]",
    outdir: fresh,
    bundle: true,
    splitting: true,
    packages: "external",
    plugins: [madeChecks],
    platform: "node",
    format: "esm",
    target: "node22",
    logLevel: "warning",
  });
}

function copyMigrations() {
  cpSync("src/store/migrations", join(fresh, "store/migrations"), {
    recursive: true,
  });
}
