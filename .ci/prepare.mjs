/**
 * Makes `npm start` and `npm test` work on a fresh clone: installs when node_modules is not what the lock file
 * says, builds when dist is not made from the sources of today. Says nothing when both are fresh.
 * `--install-only` leaves the build alone.
 *
 * Runs before anything is installed, on whatever Node the machine has: only what Node 20 has built in.
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";
import { fingerprintOfSources } from "./fingerprint.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

if (!isInstalled()) install();
linkBundledNode();
requireNode();
if (!process.argv.includes("--install-only") && !isBuilt()) build();

/** npm writes node_modules/.package-lock.json last of all: what it lists is there. */
function isInstalled() {
  const wanted = packagesOf("package-lock.json");
  const present = packagesOf("node_modules/.package-lock.json");
  if (wanted === undefined || present === undefined) return false;
  const isSame = (path) => present[path]?.version === wanted[path]?.version;
  return (
    Object.keys(present).every(isSame) &&
    Object.keys(wanted).every(
      (path) => path === "" || isSame(path) || mayBeMissing(wanted[path]),
    )
  );
}

/** npm skips optional packages that are made for other machines, and what only those need. */
function mayBeMissing({ optional, devOptional, os, cpu, libc }) {
  const isMadeForHere =
    os?.includes(process.platform) &&
    cpu?.includes(process.arch) &&
    libc === undefined;
  return (optional || devOptional) && !isMadeForHere;
}

function packagesOf(lockFile) {
  if (!existsSync(lockFile)) return undefined;
  return JSON.parse(readFileSync(lockFile, "utf8")).packages;
}

/** No package of ours needs to run code to be installed: native parts come prebuilt. */
function install() {
  say("installing packages (npm ci), this takes a minute or two ...");
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund"];
  const result = spawnSync("npm", ["ci", "--loglevel=error", ...flags], {
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
    env: { ...process.env, NODE_ENV: "development" },
  });
  if (result.status !== 0)
    fail(
      "npm ci failed, see above. Is the package registry within reach, and does package-lock.json fit package.json?",
    );
}

/**
 * npm 10 links every platform's Node to the same name and then takes the link away with those that are not for this
 * machine; npm 11 does not.
 */
function linkBundledNode() {
  const link = "node_modules/.bin/node";
  if (existsSync(link)) return;
  const names = Object.keys(packagesOf("package-lock.json"))
    .map((path) => path.slice("node_modules/".length))
    .filter((name) => /^node-(bin-)?(linux|darwin)-/.test(name));
  const mine = names.find((name) =>
    existsSync(`node_modules/${name}/bin/node`),
  );
  if (mine === undefined) return;
  rmSync(link, { force: true });
  symlinkSync(`../${mine}/bin/node`, link);
}

/** After the install the bundled Node comes first in the PATH of npm's scripts; where there is none, the machine's must do. */
function requireNode() {
  const [major, minor] = (versionOfNode() ?? "0.0").split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 19)) return;
  fail(
    `this machine has Node ${major}.${minor} and no bundled Node could be installed for ${process.platform}-${process.arch}; please install Node 24.`,
  );
}

function versionOfNode() {
  const path = ["node_modules/.bin", process.env.PATH].join(delimiter);
  const result = spawnSync("node", ["--version"], {
    env: { ...process.env, PATH: path },
    encoding: "utf8",
  });
  return result.stdout?.trim().replace(/^v/, "");
}

function isBuilt() {
  const stamp = "dist/.sources";
  return (
    existsSync(stamp) &&
    statSync(stamp).isFile() &&
    readFileSync(stamp, "utf8") === fingerprintOfSources()
  );
}

function build() {
  say("building ...");
  const result = spawnSync("node", [".ci/build.mjs"], {
    stdio: ["ignore", 2, 2],
  });
  if (result.status !== 0) fail("the build failed, see above.");
}

function say(words) {
  process.stderr.write(`pms-charge-receiver: ${words}\n`);
}

function fail(words) {
  say(words);
  process.exit(1);
}
