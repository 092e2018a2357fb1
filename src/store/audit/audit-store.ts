import { currencyDecimals } from "../../money.ts";
import { readSettings } from "../documents.ts";
import { MOVING } from "../movable-store.ts";
import type { OrderedTables } from "../ordered-tables.ts";
import { headText, INSTALLATION } from "../trail-row.ts";
import type { TrailHead } from "../trail-row.ts";
import { Findings } from "./findings.ts";
import type { BreachFound } from "./findings.ts";
import { HotelProof } from "./hotel-proof.ts";
import type { AuditedHotel } from "./hotel-proof.ts";
import { HotelReader } from "./hotel-reader.ts";
import { proveHotels, proveLocations } from "./prove-belonging.ts";
import { proveUndamaged } from "./prove-undamaged.ts";
import { DaysCounted, printedHeads, proveDays } from "./prove-days.ts";
import { proveFolios } from "./prove-folios.ts";
import { provePostings } from "./prove-postings.ts";
import { proveReceipts } from "./prove-receipts.ts";
import { proveReconciliations } from "./prove-reconciliations.ts";
import { proveRefundStates } from "./prove-refunds.ts";
import { proveRefused } from "./prove-refused.ts";
import { proveTrail } from "./prove-trail.ts";
import type { ProvedTrail } from "./prove-trail.ts";

export interface AuditOptions {
  /** Of the trail's HMAC: today's, then those used before. */
  trailKeys: readonly Uint8Array[];
  expectedHeads: readonly (TrailHead & { propertyId: string })[];
  /** Null: all hotels. */
  propertyIds: readonly string[] | null;
  /** So many violations of a kind are kept; all are counted. */
  examplesMax: number;
  /** How many rows have been read. */
  progress: (rows: number) => void;
}

export interface AuditReport {
  hotels: {
    propertyId: string;
    receipts: number;
    postings: number;
    refused: number;
  }[];
  /** The trail of each hotel, and at the end the installation's own (`*`). */
  chains: { propertyId: string; entries: number; head: string }[];
  violations: number;
  found: BreachFound[];
  /** There are entries in the trail, and none was signed with a key that was given. */
  isTrailKeyUnknown: boolean;
}

/** A hotel was named that is not in the database. */
export class UnknownHotel extends Error {
  override readonly name = "UnknownHotel";
  readonly propertyId: string;
  constructor(propertyId: string) {
    super(`no such property: ${propertyId}`);
    this.propertyId = propertyId;
  }
}

/** Something is being moved into the database: half of it is missing still. */
export class HalfMoved extends Error {
  override readonly name = "HalfMoved";
  constructor() {
    super("a move into the database is not complete");
  }
}

/**
 * Proves the promises on a database, hotel by hotel (design "The five promises", "Security"). Reads only, each table in
 * the order of a key and beside the tables it agrees with, so that memory does not grow with the number of receipts.
 */
export async function auditStore(
  tables: OrderedTables,
  options: AuditOptions,
): Promise<AuditReport> {
  if ((await tables.count("installation", { name: MOVING })) > 0)
    throw new HalfMoved();
  const findings = new Findings(options.examplesMax);
  const hotelIds = await chosenHotels(tables, options.propertyIds);
  if (options.propertyIds === null)
    await proveHotels(tables, new Set(hotelIds), findings);
  await proveUndamaged(tables, findings);
  let rows = 0;
  const read = (count: number): void => options.progress((rows += count));
  const proofOf = async (propertyId: string): Promise<HotelProof> => {
    const reader = new HotelReader(tables, propertyId, read);
    return new HotelProof(await knownOf(propertyId, reader), reader, findings);
  };
  const { chains, isTrailKeyUnknown, closings } = await proveTrails(
    hotelIds,
    proofOf,
    options,
  );
  const hotels: AuditReport["hotels"] = [];
  for (const propertyId of hotelIds) {
    const proof = await proofOf(propertyId);
    await proveLocations(proof);
    const days = new DaysCounted();
    hotels.push({
      propertyId,
      receipts: await proveReceipts(proof, days),
      postings: await provePostings(proof, days),
      refused: await proveRefused(proof),
    });
    await proveDays(proof, days, closings.get(propertyId)!);
    await proveRefundStates(proof);
    await proveReconciliations(proof);
    await proveFolios(proof);
  }
  return {
    hotels,
    chains,
    violations: findings.count,
    found: findings.byBreach(),
    isTrailKeyUnknown,
  };
}

/** About how many rows `auditStore` reads. */
export async function rowsToRead(
  tables: OrderedTables,
  propertyIds: readonly string[] | null,
): Promise<number> {
  let rows = 0;
  for (const propertyId of await chosenHotels(tables, propertyIds))
    for (const [table, times] of Object.entries(TIMES_READ))
      rows += times * (await tables.count(table, { property_id: propertyId }));
  return rows;
}

/** The tables that grow with every receipt. */
const TIMES_READ = {
  receipts: 1,
  receipt_bodies: 1,
  identities: 1,
  bills: 3,
  postings: 2,
};

async function chosenHotels(
  tables: OrderedTables,
  named: readonly string[] | null,
): Promise<readonly string[]> {
  const all: string[] = [];
  const columns = ["property_id"];
  const read = tables.read({ table: "properties", columns, orderBy: columns });
  for await (const piece of read)
    all.push(...piece.map(([propertyId]) => propertyId as string));
  for (const propertyId of named ?? [])
    if (!all.includes(propertyId)) throw new UnknownHotel(propertyId);
  return named ?? all;
}

async function proveTrails(
  hotelIds: readonly string[],
  proofOf: (propertyId: string) => Promise<HotelProof>,
  { trailKeys, expectedHeads }: AuditOptions,
): Promise<
  Pick<AuditReport, "chains" | "isTrailKeyUnknown"> & {
    /** By hotel. */
    closings: Map<string, ProvedTrail["closings"]>;
  }
> {
  const chains: AuditReport["chains"] = [];
  const closings = new Map<string, ProvedTrail["closings"]>();
  let signed = 0;
  let isEmpty = true;
  // A hotel that is gone with its whole trail is missed by its head.
  const expected = expectedHeads.map(({ propertyId }) => propertyId);
  for (const propertyId of new Set([...hotelIds, ...expected, INSTALLATION])) {
    const proof = await proofOf(propertyId);
    const noted = expectedHeads.filter((own) => own.propertyId === propertyId);
    const printed = await printedHeads(proof);
    const trail = await proveTrail(proof, {
      keys: trailKeys,
      expectedHeads: [...noted, ...printed],
    });
    closings.set(propertyId, trail.closings);
    signed += trail.signed;
    isEmpty &&= trail.head.seq === 0n;
    chains.push({
      propertyId,
      entries: Number(trail.head.seq),
      head: headText(propertyId, trail.head),
    });
  }
  return { chains, closings, isTrailKeyUnknown: !isEmpty && signed === 0 };
}

async function knownOf(
  propertyId: string,
  reader: HotelReader,
): Promise<AuditedHotel> {
  const [property] = await reader.all<{ document: string }>(
    "properties",
    ["document"],
    ["document"],
  );
  const locations = await reader.all<{ businessLocationId: string }>(
    "business_locations",
    ["businessLocationId"],
    ["businessLocationId"],
  );
  const dates = await reader.all<{
    businessDate: string;
    closedAt: bigint | null;
  }>("business_dates", ["businessDate", "closedAt"], ["businessDate"]);
  const closed = dates.flatMap(({ businessDate, closedAt }) =>
    closedAt === null ? [] : [[businessDate, closedAt] as const],
  );
  const currency =
    property === undefined ? "" : readSettings(property.document).currency;
  return {
    propertyId,
    decimals: currencyDecimals(currency),
    locations: new Set(
      locations.map(({ businessLocationId }) => businessLocationId),
    ),
    closedDates: new Map(closed),
  };
}
