import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { readAuditConfig } from "../config.ts";
import type { AuditReport } from "../store/audit/audit-store.ts";
import { copySqlite } from "../store/sqlite/copy-sqlite.ts";
import { openOrderedSqlite } from "../store/sqlite/ordered-sqlite.ts";
import { sqliteFile } from "../store/sqlite/sqlite-file.ts";
import { auditLines } from "./audit/audit-lines.ts";
import { AUDIT_EXIT, explained, prove } from "./audit/prove.ts";
import { asAction, CommandFailure, newCommand } from "./command-line.ts";
import { startProgress } from "./progress.ts";

interface BackupOptions {
  progress: boolean;
}

/** `backup`: a copy of the embedded database at one moment, proved before it has its name. */
export function backupCommand(): Command {
  return newCommand("backup", ["backup /backups/pms-2026-11-22.sqlite"])
    .summary("copy the embedded database, and prove the copy")
    .description(
      "Copies the database of DATA_DIR as it is at this moment into a new file, while a server takes bills, and proves the " +
        "copy as `audit` does. The file has its name once the copy is complete, proved and on the disk. It has no keys in " +
        "it: keep trail.key and secrets.key of DATA_DIR elsewhere. " +
        "Exits with 0 when the books in it are whole; with 1 when they are not, and the file is kept; with 2 when there is no file.",
    )
    .argument("<file>", "where to; nothing is overwritten")
    .option("--no-progress", "no progress bars")
    .action(asAction(backup, AUDIT_EXIT.notDone));
}

async function backup(
  name: string,
  { progress }: BackupOptions,
): Promise<number> {
  const { databaseUrl, dataDir, trailKeys } = readAuditConfig();
  if (databaseUrl !== null)
    throw new CommandFailure(
      "The books are on a PostgreSQL server.",
      'Back it up with what PostgreSQL brings: docs/operating.md, "Backing up and restoring".',
    );
  const file = resolve(name);
  refuseExisting(file);
  // Copies that run at once, or were cut off, are not in each other's way.
  const draft = `${file}.${randomBytes(4).toString("hex")}.partial`;
  const stop = stopOnSignal();
  try {
    // With a mode and an error of its own, which names the path.
    closeSync(openSync(draft, "wx", 0o600));
    await copy(sqliteFile(dataDir), draft, { progress, stop });
    const report = await prove(
      () => Promise.resolve(openOrderedSqlite(draft)),
      {
        trailKeys,
        expectedHeads: [],
        propertyIds: null,
        examplesMax: 20,
        showsProgress: progress,
        onProgress: stop.check,
      },
    );
    keep(draft, file);
    tell(report, file);
    return report.violations === 0 ? AUDIT_EXIT.clean : AUDIT_EXIT.violations;
  } finally {
    stop.forget();
    rmSync(draft, { force: true });
  }
}

async function copy(
  from: string,
  to: string,
  { progress, stop }: { progress: boolean; stop: Stop },
): Promise<void> {
  const bar = startProgress({
    shown: progress,
    label: "Copying",
    unit: "%",
    total: 100,
  });
  try {
    await copySqlite(from, to, ({ copied, total }) => {
      stop.check();
      bar.update(Math.floor((copied * 100) / total));
    });
  } catch (error) {
    throw explained(error);
  } finally {
    bar.stop();
  }
}

/** On the disk first, then under its name, which must be found again after a power cut. */
function keep(draft: string, file: string): void {
  sync(draft, "r+");
  refuseExisting(file);
  renameSync(draft, file);
  sync(dirname(file), "r");
}

function sync(path: string, flags: "r" | "r+"): void {
  const descriptor = openSync(path, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function refuseExisting(file: string): void {
  if (existsSync(file))
    throw new CommandFailure(
      `${file} exists already.`,
      "It was left as it is. Give each backup a name of its own.",
    );
}

function tell(report: AuditReport, file: string): void {
  for (const line of auditLines(report, false)) console.log(line);
  const megabytes = (statSync(file).size / 1e6).toFixed(1);
  console.log(`\n${file}: ${megabytes} MB`);
}

interface Stop {
  /** Throws when Ctrl-C or SIGTERM has come. */
  check: () => void;
  forget: () => void;
}

/** So that nothing half made is left. */
function stopOnSignal(): Stop {
  let isAsked = false;
  const ask = (): void => {
    isAsked = true;
  };
  process.on("SIGINT", ask).on("SIGTERM", ask);
  return {
    check: () => {
      if (isAsked) throw new CommandFailure("Stopped; there is no backup.");
    },
    forget: () => process.off("SIGINT", ask).off("SIGTERM", ask),
  };
}
