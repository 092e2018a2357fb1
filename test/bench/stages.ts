import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { Charge, ChargeFacts } from "../../src/folios/charge-decision.ts";
import { decideCharge } from "../../src/folios/decide-charge.ts";
import { makeCharge } from "../../src/folios/make-charge.ts";
import { maskKey } from "../../src/intake/mask-key.ts";
import { readBody } from "../../src/receipts/read-body.ts";
import { readReceipt } from "../../src/receipts/read-receipt.ts";
import { compileSchema } from "../../src/schemas/schema.ts";
import { HybridIds } from "../../src/store/ids.ts";
import {
  packCharge,
  unpackCharge,
} from "../../src/store/sqlite/charge/packed-charge.ts";
import { Writer } from "../../src/store/sqlite/writing/writer.ts";
import { BENCH_KEY, benchBills, benchPlan } from "./bench-hotel.ts";

// npm run bench:stages: what each stage of a charge costs in one thread, without HTTP. Of many repetitions of each slice
// of bills the fastest counts, so that a busy machine disturbs less.

const BILLS = 1024;
const SLICE = 128;
const BATCH = 64;
// So many that the engine has compiled everything for all that it sees.
const REPETITIONS = 80;

const bills = benchBills("stages", BILLS);
const plan = benchPlan();
const { property, reservations } = plan.properties[0]!;
const location = property.businessLocations[0]!;

const readings = bills.map(({ body }) => {
  const reading = readBody(body);
  if (reading.kind === "unreadable") throw new Error("a bill cannot be read");
  return reading;
});
const check = compileSchema("ChargeRequest");
const receipts = readings.map(({ exact }) => readReceipt(exact));
const chargeOf = (index: number): Charge =>
  makeCharge(receipts[index]!, {
    property,
    businessLocationId: location.id,
    receivedAt: Date.now(),
    idempotencyKey: bills[index]!.idempotencyKey,
    refusal: null,
  });
const charges = bills.map((_, index) => chargeOf(index));
const packed = charges.map(packCharge);
const serialized = packed.map((one) => serialize(one));
const facts: ChargeFacts = {
  now: Date.now(),
  property,
  location,
  lastClosedDate: null,
  identities: { byUuid: null, byKey: null, byContent: null, byFiscId: [] },
  accounts: new Map(
    reservations.map(({ reservationId: folioId }) => [
      folioId,
      {
        folioId,
        type: "reservation",
        status: "in-house",
        blocked: false,
        creditLeft: null,
      },
    ]),
  ),
  chain: [],
  refusedBefore: null,
  lookAlikes: new Map(),
  ids: new HybridIds(1, 0n),
};

const stages: Record<string, (index: number) => unknown> = {
  "main: JSON.parse alone": (index) =>
    JSON.parse(bills[index]!.body.toString("utf8")),
  "main: read the body, JSON.parse included": (index) =>
    readBody(bills[index]!.body),
  "main: check the shape": (index) => check.accepts(readings[index]!.request),
  "main: read the receipt": (index) => readReceipt(readings[index]!.exact),
  "main: total it, with digests": chargeOf,
  "main: mask the key": (index) => maskKey(bills[index]!.body, BENCH_KEY),
  "main: pack": (index) => packCharge(charges[index]!),
  "main: to the writing thread": (index) => serialize(packed[index]),
  "writer: from the main thread": (index) => deserialize(serialized[index]!),
  "writer: unpack": (index) => unpackCharge(packed[index]!),
  "writer: decide": (index) => decideCharge(charges[index]!, facts),
};
for (const [name, run] of Object.entries(stages)) print(name, fastest(run));
print("writer: all of it, 64 a transaction, with fsync", commitMicros());

function fastest(run: (index: number) => unknown): number {
  const best = new Map<number, number>();
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    for (let from = 0; from < BILLS; from += SLICE) {
      const startedAt = performance.now();
      for (let index = from; index < from + SLICE; index += 1) run(index);
      const ms = performance.now() - startedAt;
      best.set(from, Math.min(ms, best.get(from) ?? ms));
    }
  }
  const sum = [...best.values()].reduce((total, ms) => total + ms, 0);
  return (sum * 1000) / BILLS;
}

/** Bills can be written once only: the fastest quarter of the batches of ever new ones. */
function commitMicros(): number {
  const directory = mkdtempSync(join(tmpdir(), "stages-"));
  const writer = new Writer({
    file: join(directory, "store.sqlite"),
    trailKey: new Uint8Array(32),
    secretsKeys: [new Uint8Array(32)],
  });
  writer.open(Date.now());
  writer.commit(Date.now(), [{ verb: "perform", args: ["provision", plan] }]);
  const micros: number[] = [];
  for (let round = 0; round < 12; round += 1) {
    const fresh = benchBills(`stages ${round}`, BILLS);
    const calls = fresh.map(({ body, idempotencyKey }) => {
      const { exact } = readBody(body) as { exact: unknown };
      const context = { property, businessLocationId: location.id };
      const charge = makeCharge(readReceipt(exact), {
        ...context,
        receivedAt: Date.now(),
        idempotencyKey,
        refusal: null,
      });
      return { verb: "takeCharge" as const, args: [packCharge(charge), body] };
    });
    for (let from = 0; from < BILLS; from += BATCH) {
      const startedAt = performance.now();
      writer.commit(Date.now(), calls.slice(from, from + BATCH));
      micros.push(((performance.now() - startedAt) * 1000) / BATCH);
    }
  }
  writer.finish();
  rmSync(directory, { recursive: true, force: true });
  // The first third is warm-up.
  const warm = micros.slice(micros.length / 3).sort((a, b) => a - b);
  const quarter = warm.slice(0, warm.length / 4);
  return quarter.reduce((total, one) => total + one, 0) / quarter.length;
}

function print(name: string, micros: number): void {
  console.log(`${name.padEnd(50)}${micros.toFixed(1).padStart(8)} µs a bill`);
}
