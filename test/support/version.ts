import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MIGRATIONS = "src/store/migrations";

/** A version of the program that can be run beside others. Packages and API description are today's. */
export interface Version {
  name: string;
  /** The file to run. */
  main: string;
  remove(): void;
}

export const TODAY: Version = {
  name: "today's version",
  main: join(ROOT, "src/main.ts"),
  remove: () => undefined,
};

/** Today's version with migrations after its own, by file name. */
export function versionOfTomorrow(
  migrations: Readonly<Record<string, string>>,
): Version {
  const directory = emptyVersion();
  for (const name of ["src", "schemas", "package.json"])
    cpSync(join(ROOT, name), join(directory, name), { recursive: true });
  for (const [file, text] of Object.entries(migrations))
    writeFileSync(join(directory, MIGRATIONS, file), text);
  return versionIn(directory, "tomorrow's version");
}

/**
 * The version before the newest migration, out of the repository's own history: nothing is kept for it, and it is the
 * one that really ran. Null where there is one migration. Throws where the history is not there.
 */
export function previousVersion(): Version | null {
  if (migrationsNow().length === 1) return null;
  const commit = commitBeforeNewestMigration();
  const directory = emptyVersion();
  const archive = join(directory, "version.tar");
  const parts = ["src", "schemas", "package.json"];
  git("archive", "--output", archive, commit, ...parts);
  const unpacked = spawnSync("tar", ["-xf", archive, "-C", directory]);
  if (unpacked.status !== 0) throw new Error(String(unpacked.stderr));
  return versionIn(directory, `the version before (${commit.slice(0, 12)})`);
}

function commitBeforeNewestMigration(): string {
  const committed = git("ls-tree", "--name-only", "HEAD", `${MIGRATIONS}/`);
  const isCommitted = (file: string): boolean =>
    committed.includes(`${MIGRATIONS}/${file}`);
  if (!migrationsNow().every(isCommitted)) return git("rev-parse", "HEAD");
  const added = git(
    ...["log", "-1", "--diff-filter=A", "--no-renames", "--format=%H"],
    ...["--", `${MIGRATIONS}/*.sqlite.sql`],
  );
  return git("rev-parse", "--verify", `${added}^`);
}

/** One engine's: the other's are their twins. */
function migrationsNow(): string[] {
  return readdirSync(join(ROOT, MIGRATIONS)).filter((file) =>
    file.endsWith(".sqlite.sql"),
  );
}

function git(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync("git", args, {
    cwd: ROOT,
    encoding: "utf8",
  });
  if (status !== 0)
    throw new Error(
      "The version before the newest migration is taken from the history of this repository, which is not all here: " +
        `"git fetch --unshallow" brings it. git ${args[0]!}: ${stderr}`,
    );
  return stdout.trim();
}

function emptyVersion(): string {
  const directory = mkdtempSync(join(tmpdir(), "pms-version-"));
  symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
  mkdirSync(join(directory, "dist"));
  cpSync(join(ROOT, "dist/openapi.yaml"), join(directory, "dist/openapi.yaml"));
  return directory;
}

function versionIn(directory: string, name: string): Version {
  return {
    name,
    main: join(directory, "src/main.ts"),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
