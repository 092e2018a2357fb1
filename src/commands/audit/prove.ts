import {
  auditStore,
  HalfMoved,
  rowsToRead,
  UnknownHotel,
} from "../../store/audit/audit-store.ts";
import type {
  AuditOptions,
  AuditReport,
} from "../../store/audit/audit-store.ts";
import { OtherVersion } from "../../store/migrations.ts";
import type { OrderedTables } from "../../store/ordered-tables.ts";
import { CommandFailure } from "../command-line.ts";
import { startProgress } from "../progress.ts";

/** How a command that proves books ends, for scripts; a wrong option is 2 as well. */
export const AUDIT_EXIT = { clean: 0, violations: 1, notDone: 2 } as const;

export interface ProveOptions extends Omit<AuditOptions, "progress"> {
  showsProgress: boolean;
  /** Hears of it now and then; may throw to end it. */
  onProgress?: () => void;
}

/** Audits a database with a progress bar; throws a `CommandFailure` where it cannot be. */
export async function prove(
  open: () => Promise<OrderedTables>,
  { showsProgress, onProgress, ...options }: ProveOptions,
): Promise<AuditReport> {
  try {
    const tables = await open();
    try {
      const bar = startProgress({
        shown: showsProgress,
        label: "Proving",
        unit: "rows",
        total: await rowsToRead(tables, options.propertyIds),
      });
      const progress = (rows: number): void => {
        bar.update(rows);
        onProgress?.();
      };
      try {
        return await auditStore(tables, { ...options, progress });
      } finally {
        bar.stop();
      }
    } finally {
      await tables.close();
    }
  } catch (error) {
    throw explained(error);
  }
}

/** In words, what keeps a database from being proved. */
export function explained(error: unknown): unknown {
  if (error instanceof UnknownHotel)
    return new CommandFailure(
      `There is no property ${error.propertyId} in the database.`,
      "Leave --property out to prove all of them.",
    );
  if (error instanceof HalfMoved)
    return new CommandFailure(
      "A move into this database is not complete.",
      "Call migrate-store again; it goes on where it was.",
    );
  if (error instanceof OtherVersion)
    return new CommandFailure(
      `The database has the tables of ${error.which === "older" ? "an older" : "a newer"} version of this program.`,
      error.which === "older"
        ? "Start the server of this version once, which brings them up to date, or audit with the version that serves it."
        : "Audit with the version that serves it.",
    );
  return error;
}
