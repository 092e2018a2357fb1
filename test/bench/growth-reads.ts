import { Agent, get } from "node:http";
import { openForReading } from "../../src/store/sqlite/connection.ts";
import { sqliteFile } from "../../src/store/sqlite/sqlite-file.ts";
import { BENCH_KEY, BENCH_TOKEN, GUESTS } from "./bench-hotel.ts";

/** Something of the hotel's past that a read asks for. */
export interface Sample {
  receiptId: bigint;
  receiptNumber: string;
  folioId: string;
  businessDate: string;
}

const property = "/v1/properties/bench";
const query = (text: string): string => `query=${encodeURIComponent(text)}`;

/** What is asked for, by name: a path for a sample of the whole past, or of the last days. */
export const READS: Readonly<
  Record<string, (sample: Sample, guest: string) => string>
> = {
  "search by room": (_, guest) => `/search?term=${guest}&apiKey=${BENCH_KEY}`,
  "receipt by id": ({ receiptId }) => `${property}/receipts/${receiptId}`,
  "receipt by number": ({ receiptNumber }) =>
    `${property}/receipts/${receiptNumber}`,
  "folio of a guest": ({ folioId }) => `${property}/folios/${folioId}`,
  "clearing account": () => `${property}/folios/house:1`,
  "list: receipts of 31 days, newest first": () => `${property}/receipts`,
  "list: receipts of a date": ({ businessDate }) =>
    `${property}/receipts?${query(`businessDate = ${businessDate}`)}`,
  "list: postings of a folio": ({ folioId }) =>
    `${property}/postings?${query(`folioId = ${folioId}`)}`,
  "list: postings of a date": ({ businessDate }) =>
    `${property}/postings?${query(`businessDate = ${businessDate}`)}`,
  "list: open refused receipts": () =>
    `${property}/refused-receipts?${query("status = open")}`,
  "list: refunds of 31 days": () => `${property}/refunds`,
  "day totals: the report of a date": ({ businessDate }) =>
    `${property}/business-dates/${businessDate}`,
};

/** Receipts on guest folios, spread evenly over all there are. */
export function samplesOf(dataDir: string, count: number): Sample[] {
  const db = openForReading(sqliteFile(dataDir));
  const [range] = db
    .prepare<[], { first: bigint; last: bigint }>(
      "SELECT (SELECT min(receipt_id) FROM receipts WHERE property_id = 'bench') AS first, (SELECT max(receipt_id) FROM receipts WHERE property_id = 'bench') AS last",
    )
    .all();
  const next = db.prepare<[bigint], Sample>(
    `SELECT r.receipt_id AS receiptId, r.receipt_number AS receiptNumber, b.folio_id AS folioId,
       r.business_date AS businessDate
     FROM receipts r JOIN bills b ON b.property_id = r.property_id AND b.receipt_id = r.receipt_id
     WHERE r.property_id = 'bench' AND r.receipt_id >= ? AND b.reservation_id IS NOT NULL
       AND r.receipt_number IS NOT NULL ORDER BY r.receipt_id LIMIT 1`,
  );
  const { first, last } = range!;
  const samples = Array.from({ length: count }, (_, index) =>
    next.get(first + ((last - first) * BigInt(index)) / BigInt(count)),
  );
  db.close();
  return samples.filter((sample) => sample !== undefined);
}

/** Milliseconds of each read, one after the other on one connection. */
export async function timeReads(
  port: number,
  read: (sample: Sample, guest: string) => string,
  samples: readonly Sample[],
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (const [index, sample] of samples.entries()) {
    const path = read(sample, GUESTS[index % GUESTS.length]!);
    const startedAt = performance.now();
    const status = await answered({ port, path, agent });
    times.push(performance.now() - startedAt);
    if (status !== 200) throw new Error(`${path} is answered ${status}`);
  }
  agent.destroy();
  return times;
}

function answered(to: {
  port: number;
  path: string;
  agent: Agent;
}): Promise<number | undefined> {
  const headers = { Authorization: `Bearer ${BENCH_TOKEN}` };
  return new Promise((resolve, reject) => {
    get({ ...to, host: "127.0.0.1", headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode));
    }).on("error", reject);
  });
}
