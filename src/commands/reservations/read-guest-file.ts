import { open } from "node:fs/promises";
import { extname } from "node:path";
import {
  readReservation,
  readReservationChange,
} from "../../reservations/read-reservation.ts";
import type { Reservation, ReservationPatch } from "../../schemas/generated.ts";
import type { Fault, SchemaCheck } from "../../schemas/schema.ts";
import { compileSchema } from "../../schemas/schema.ts";
import type {
  GuestFile,
  GuestFileOptions,
  GuestRow,
  RawRow,
  RowFault,
} from "./guest-file.ts";
import { readCsvRows } from "./read-csv-rows.ts";
import { readJsonRows } from "./read-json-rows.ts";

/** Reads all of a CSV or JSON file, so that either every row is good or every bad one is named. */
export async function readGuestFile(
  options: GuestFileOptions,
): Promise<GuestFile> {
  const faults: RowFault[] = [];
  const rows: GuestRow[] = [];
  const lines = new Map<string, number>();
  const judge = judgeOf(options);
  let rowsRead = 0;
  const source = (await isJson(options.path)) ? readJsonRows : readCsvRows;
  for await (const item of source(options)) {
    if ("fault" in item) {
      faults.push(item);
      continue;
    }
    rowsRead += 1;
    const { row, rowFaults } = judge(item);
    faults.push(...rowFaults);
    if (row === null) continue;
    const before = lines.get(row.change.reservationId);
    if (before !== undefined) {
      faults.push({
        line: row.line,
        member: "reservationId",
        fault: `is the same as on line ${before}`,
        remedy: "keep one of the two rows",
      });
    }
    lines.set(row.change.reservationId, row.line);
    rows.push(row);
  }
  return faults.length === 0
    ? { kind: "rows", rows }
    : { kind: "faulty", faults, rowsRead };
}

/** By its name, else by its first character that is not space. */
async function isJson(path: string): Promise<boolean> {
  const extension = extname(path).toLowerCase();
  if (extension === ".json") return true;
  if (extension === ".csv") return false;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0);
    return /^\uFEFF?\s*[[{]/.test(buffer.toString("utf8", 0, bytesRead));
  } finally {
    await file.close();
  }
}

function judgeOf(
  options: GuestFileOptions,
): (raw: RawRow) => { row: GuestRow | null; rowFaults: RowFault[] } {
  const whole = compileSchema<Reservation>("Reservation");
  const part = compileSchema<ReservationPatch>("ReservationPatch");
  const check: SchemaCheck<unknown> = options.mode === "replace" ? whole : part;
  return ({ line, document }) => {
    const faults: Fault[] = [...check(document)];
    let change: GuestRow["change"] | null = null;
    if (faults.length === 0) {
      change =
        options.mode === "replace"
          ? readReservation(
              document as Reservation,
              options.currency,
              "",
              faults,
            )
          : readReservationChange(
              document as ReservationPatch,
              options.currency,
              "",
              faults,
            );
    }
    const rowFaults = faults.map(({ pointer, fault, remedy }) => ({
      line,
      member: pointer === "" ? null : pointer.slice(1).replaceAll("/", "."),
      fault,
      remedy,
    }));
    return { row: change === null ? null : { line, change }, rowFaults };
  };
}
