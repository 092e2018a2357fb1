import type { Command } from "commander";
import {
  countRows,
  MoveDiffers,
  moveStore,
  TargetInUse,
} from "../store/move-store.ts";
import type { MovedTable } from "../store/move-store.ts";
import { SideInUse } from "../store/movable-store.ts";
import { isPostgres, openMovable } from "../store/open-movable.ts";
import { asAction, CommandFailure, EXIT, newCommand } from "./command-line.ts";
import { startProgress } from "./progress.ts";

interface MoveOptions {
  from: string;
  to: string;
  progress: boolean;
}

/** `migrate-store`: moves everything from one kind of database to the other. */
export function migrateStoreCommand(): Command {
  return newCommand("migrate-store", [
    "migrate-store --from ./data --to postgres://pms@db/pms",
    "migrate-store --from postgres://pms@db/pms --to ./data",
  ])
    .summary("move everything to another database")
    .description(
      "Copies all hotels with everything they have between the embedded database and PostgreSQL, either way, and compares " +
        "numbers of rows and sums of money at the end. Stop the server first: neither side may be in use. Interrupted, it goes " +
        "on where it was when it is called again; until then no server starts on the target. Take the same TRAIL_KEY and SECRETS_KEY along.",
    )
    .requiredOption("--from <place>", "a data directory, or postgres://…")
    .requiredOption("--to <place>", "the same; it must be empty")
    .option("--no-progress", "no progress bar")
    .action(asAction(move));
}

async function move({ from, to, progress }: MoveOptions): Promise<number> {
  for (const place of [from, to]) refuseOtherDatabase(place);
  const open = (place: string, side: "source" | "target") =>
    openMovable(place, { side, now: Date.now() }).catch((error: unknown) => {
      throw explained(error);
    });
  const source = await open(from, "source");
  try {
    const target = await open(to, "target");
    try {
      const total = await countRows(source);
      const bar = startProgress({
        shown: progress,
        label: "Moving",
        unit: "rows",
        total,
      });
      const moved = await moveStore(source, target, bar.update).finally(() =>
        bar.stop(),
      );
      report(moved);
      return EXIT.done;
    } finally {
      await target.close();
    }
  } catch (error) {
    throw explained(error);
  } finally {
    await source.close();
  }
}

/** Else a mistyped address would be the name of a directory. */
function refuseOtherDatabase(place: string): void {
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(place) ?? [];
  if (scheme === undefined || isPostgres(place)) return;
  throw new CommandFailure(
    `${scheme}:// is no database that this program knows.`,
    "Nothing was made or changed. Name a data directory, or postgres://…",
  );
}

function report(moved: readonly MovedTable[]): void {
  const rows = moved.reduce((sum, table) => sum + table.rows, 0n);
  for (const { table, rows: count } of moved)
    if (count > 0n) console.log(`${table.padEnd(24)}${count}`);
  console.log(
    `Moved ${rows} rows. Numbers of rows and sums of money are equal on both sides.`,
  );
}

function explained(error: unknown): unknown {
  if (error instanceof SideInUse)
    return new CommandFailure(
      `A server, or another command, works with the ${error.side}.`,
      "Nothing was changed. Stop it, and keep it stopped until the move is done.",
    );
  if (error instanceof TargetInUse)
    return new CommandFailure(
      "The target holds data already.",
      "Nothing was changed. Name an empty directory or database.",
    );
  if (error instanceof MoveDiffers)
    return new CommandFailure(
      `The copy differs from the source in ${error.tables.join(", ")}.`,
      "Was the source written to meanwhile? Stop the server, empty the target and try again.",
    );
  return error;
}
