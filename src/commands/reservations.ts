import { stat } from "node:fs/promises";
import type { Command } from "commander";
import { ReservationIncomplete } from "../store/contract/guests.ts";
import { type Store } from "../store/store.ts";
import { CommandFailure, EXIT, asAction, newCommand } from "./command-line.ts";
import { unknownProperty } from "./keys.ts";
import { startProgress } from "./progress.ts";
import type { GuestRow, RowFault } from "./reservations/guest-file.ts";
import { readGuestFile } from "./reservations/read-guest-file.ts";
import { COMMAND_LINE, withStore } from "./with-store.ts";

interface ImportOptions {
  property: string;
  replace: boolean;
  confirm: boolean;
  ignoreUnknownColumns: boolean;
  progress: boolean;
}

const FAULTS_SHOWN = 50;

/** `reservations import FILE`: brings the guest directory up to date from a file. */
export function reservationsCommand(): Command {
  return newCommand("reservations", [
    "reservations import guests.csv --property demo",
  ])
    .summary("import reservations")
    .description("The guest directory: whom a bill may be charged to.")
    .addCommand(importCommand());
}

function importCommand(): Command {
  return newCommand("reservations import", [
    "reservations import guests.csv --property demo",
    "reservations import guests.json --property demo --replace",
    "reservations import guests.csv --property demo --replace --confirm",
  ])
    .summary("import a CSV or JSON file")
    .description(
      "Imports reservations, all of them or none. CSV has a header and the separator , or ; or tab, in UTF-8: " +
        "reservationId, roomId, roomDescription, clientName, status (in-house, due-in, checked-out), blocked (true, " +
        "false) and creditLimit. A column that is not there changes nothing; a reservation not seen before needs " +
        "roomId, clientName and status. JSON is an array of reservations with the same members.",
    )
    .argument("<file>", "CSV or JSON")
    .requiredOption("--property <id>", "the property")
    .option(
      "--replace",
      "the file is the whole house: who is not in it is checked out",
      false,
    )
    .option(
      "--confirm",
      "do it although the file is empty or would check out more than half of the house",
      false,
    )
    .option(
      "--ignore-unknown-columns",
      "read a CSV file that has columns of other meaning",
      false,
    )
    .option("--no-progress", "no progress bar")
    .action(
      asAction((path: string, options: ImportOptions) =>
        withStore((store) => importReservations(store, path, options)),
      ),
    );
}

async function importReservations(
  store: Store,
  path: string,
  options: ImportOptions,
): Promise<number> {
  const { properties } = await store.loadAccess();
  const property = properties.find(({ id }) => id === options.property);
  if (property === undefined)
    throw unknownProperty(await store.loadAccess(), options.property);
  const mode = options.replace ? "replace" : "merge";
  const rows = await readRows(path, {
    ...options,
    mode,
    currency: property.currency,
  });
  const outcome = await change(store, {
    rows,
    mode,
    property: property.id,
    confirmed: options.confirm,
  });
  switch (outcome.kind) {
    case "changed":
      console.log(
        `Imported ${rows.length} ${rows.length === 1 ? "reservation" : "reservations"}: ${outcome.created} new, ` +
          `${outcome.changed} changed, ${outcome.unchanged} as before, ${outcome.checkedOut} checked out.`,
      );
      return EXIT.done;
    case "confirmation-needed":
      throw new CommandFailure(
        `This would check out ${outcome.wouldCheckOut} of the ${outcome.inHouse} guests in house and ${outcome.wouldTurnAway} due in. Nothing was changed.`,
        "If the file really is the whole house, add --confirm; if it holds changes only, leave --replace out.",
      );
    case "version-mismatch":
      throw new Error("an import does not ask for a version");
  }
}

async function readRows(
  path: string,
  options: ImportOptions & { mode: "replace" | "merge"; currency: string },
): Promise<GuestRow[]> {
  const progress = startProgress({
    shown: options.progress,
    label: "Reading",
    unit: "bytes",
    total: (await stat(path)).size,
  });
  const file = await readGuestFile({
    path,
    currency: options.currency,
    mode: options.mode,
    ignoreUnknownColumns: options.ignoreUnknownColumns,
    onProgress: progress.update,
  }).finally(() => progress.stop());
  if (file.kind === "faulty") throw badRows(path, file.faults);
  if (file.rows.length === 0 && options.mode === "merge") {
    throw new CommandFailure(
      `${path} has no reservations.`,
      "Put one on each line below the header.",
    );
  }
  return file.rows;
}

async function change(
  store: Store,
  options: {
    rows: readonly GuestRow[];
    mode: "replace" | "merge";
    property: string;
    confirmed: boolean;
  },
): ReturnType<Store["changeReservations"]> {
  try {
    return await store.changeReservations({
      actor: COMMAND_LINE,
      propertyId: options.property,
      mode: options.mode,
      reservations: options.rows.map((row) => row.change),
      confirmed: options.confirmed,
      ifVersion: null,
    });
  } catch (error) {
    if (!(error instanceof ReservationIncomplete)) throw error;
    throw badRows("The file", [
      {
        line: options.rows[error.index]?.line ?? 0,
        member: error.member,
        fault: "is needed, because this reservation was not seen before",
        remedy: `add ${error.member}`,
      },
    ]);
  }
}

function badRows(path: string, faults: readonly RowFault[]): CommandFailure {
  const lines = faults
    .slice(0, FAULTS_SHOWN)
    .map(
      ({ line, member, fault, remedy }) =>
        `  line ${line}${member === null ? "" : `, ${member}`}: ${fault}; ${remedy}`,
    );
  const more = faults.length - lines.length;
  if (more > 0) lines.push(`  … and ${more} more`);
  return new CommandFailure(
    `${path} cannot be imported:\n${lines.join("\n")}`,
    "Nothing was changed. Correct the file and try again.",
  );
}
