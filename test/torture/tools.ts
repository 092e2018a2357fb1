import { spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeClockLibrary } from "./stage/fake-clock.ts";

/** Debian's package by the program that is called. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "mkfs.ext4": "e2fsprogs",
  mount: "mount",
  perl: "perl-base",
  strace: "strace",
};

/** What keeps the faults from being made on this machine, each with the remedy. */
export function missingTools(): string[] {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return [
      "npm run torture mounts file systems of its own and makes them fail: run it on Linux as root, or in a container that may mount.",
    ];
  const missing = Object.entries(PROGRAMS).flatMap(([program, name]) => {
    const found = spawnSync("which", [program]).status === 0;
    return found ? [] : [`${program} is missing: apt-get install ${name}`];
  });
  if (fakeClockLibrary() === null)
    missing.push("libfaketime is missing: apt-get install libfaketime");
  return missing.length > 0 || canMount()
    ? missing
    : ["This machine lets nobody mount: run it with CAP_SYS_ADMIN."];
}

function canMount(): boolean {
  const directory = mkdtempSync(join(tmpdir(), "torture-mount-"));
  const { status } = spawnSync("mount", [
    ...["-t", "tmpfs", "-o", "size=1m"],
    ...["tmpfs", directory],
  ]);
  if (status === 0) spawnSync("umount", [directory]);
  rmdirSync(directory);
  return status === 0;
}
