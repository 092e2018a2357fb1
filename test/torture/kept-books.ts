import { openOrderedTables } from "../../src/store/open-ordered.ts";
import type { OrderedTables } from "../../src/store/ordered-tables.ts";
import type { SqlValue } from "../../src/store/sql-value.ts";
import { ANSWERED_503 } from "../../src/store/unsure-charge.ts";
import { COMES_AND_GOES, HOTEL } from "./stage/hotel.ts";
import type { Stage } from "./stage/stage.ts";

export interface KeptReceipt {
  id: string;
  fiscId: string;
  gross: string;
  tips: string;
  isFlagged503: boolean;
}

/** What is in the database at one moment, of what the till can know. */
export interface KeptBooks {
  /** By fiscal id. */
  receipts: Map<string, KeptReceipt[]>;
  /** How many refused receipts have this fiscal id. */
  refused: Map<string, number>;
  /** Refunds made at the desk, by the receipt. */
  refunds: Map<string, string[]>;
  closedDates: Set<string>;
  /** The number of the change that stands in the directory. */
  directoryChange: number;
}

/** Reads past the program, which may be frozen or gone. */
export async function readBooks({ environment }: Stage): Promise<KeptBooks> {
  const tables = await openOrderedTables({
    databaseUrl: environment["DATABASE_URL"] ?? null,
    dataDir: environment["DATA_DIR"]!,
  });
  try {
    const flagged = new Set<bigint>();
    for (const [id, flag] of await rows(tables, "flags", "subject_id flag"))
      if (flag === ANSWERED_503) flagged.add(id as bigint);
    const receipts = (
      await rows(tables, "receipts", "receipt_id fisc_id gross tips")
    ).map(([id, fiscId, gross, tips]) => ({
      id: String(id),
      fiscId: fiscId as string,
      gross: String(gross),
      tips: String(tips),
      isFlagged503: flagged.has(id as bigint),
    }));
    const refused = new Map<string, number>();
    for (const [, fiscId] of await rows(
      tables,
      "refused_receipts",
      "refused_id fisc_id",
    ))
      refused.set(fiscId as string, (refused.get(fiscId as string) ?? 0) + 1);
    const refunds = await rows(tables, "refunds", "refund_id receipt_id");
    const closed = await rows(
      tables,
      "business_dates",
      "business_date closed_at",
    );
    const guests = await rows(
      tables,
      "reservations",
      "reservation_id room_description",
    );
    return {
      receipts: Map.groupBy(receipts, ({ fiscId }) => fiscId),
      refused,
      refunds: new Map(
        [...Map.groupBy(refunds, ([, receiptId]) => String(receiptId))].map(
          ([receiptId, of]) => [receiptId, of.map(([id]) => String(id))],
        ),
      ),
      closedDates: new Set(
        closed.flatMap(([date, at]) => (at === null ? [] : [date as string])),
      ),
      directoryChange: Number(
        guests.find(([id]) => id === COMES_AND_GOES)?.[1] ?? 0,
      ),
    };
  } finally {
    await tables.close();
  }
}

async function rows(
  tables: OrderedTables,
  table: string,
  columns: string,
): Promise<SqlValue[][]> {
  const read: SqlValue[][] = [];
  const names = columns.split(" ");
  for await (const piece of tables.read({
    table,
    columns: names,
    orderBy: names.slice(0, 1),
    equal: { property_id: HOTEL },
  }))
    read.push(...piece);
  return read;
}
