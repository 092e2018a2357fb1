import type { BillSetting } from "../../src/commands/simulate/bill-kinds.ts";
import { createRandom } from "../../src/commands/simulate/random.ts";
import type { Random } from "../../src/commands/simulate/random.ts";
import {
  pickKind,
  tellStory,
  USUAL_MIX,
} from "../../src/commands/simulate/stories.ts";
import { writeReceipt } from "../../src/commands/simulate/wire-receipt.ts";
import { keepSecretFile } from "../../src/config/secret-file.ts";
import { makeCharge } from "../../src/folios/make-charge.ts";
import { readBody } from "../../src/receipts/read-body.ts";
import { readReceipt } from "../../src/receipts/read-receipt.ts";
import { Sealer } from "../../src/store/sealer.ts";
import { packCharge } from "../../src/store/sqlite/charge/packed-charge.ts";
import { emptyLog, openForWriting } from "../../src/store/sqlite/connection.ts";
import type { Connection } from "../../src/store/sqlite/connection.ts";
import { sqliteFile } from "../../src/store/sqlite/sqlite-file.ts";
import { migrate } from "../../src/store/sqlite/migrate.ts";
import { createWriteContext } from "../../src/store/sqlite/write-context.ts";
import type { WriteContext } from "../../src/store/sqlite/write-context.ts";
import { takeWriterNumber } from "../../src/store/sqlite/writing/writer-number.ts";
import { createWriteVerbs } from "../../src/store/sqlite/writing/write-verbs.ts";
import type { WriteVerbs } from "../../src/store/sqlite/writing/write-verbs.ts";
import { BENCH_KEY, benchPlan, GUESTS } from "./bench-hotel.ts";

export interface FillOptions {
  dataDir: string;
  receipts: number;
  receiptsPerDay: number;
  progress: (receipts: number) => void;
}

const DAY_MS = 86_400_000;
const OPENS_AT_MS = 10 * 3_600_000;
const OPEN_FOR_MS = 12 * 3_600_000;
/** Beside those who stay for good. */
const ROOMS = 600;
/** They stay for three nights. */
const ARRIVALS_PER_DAY = 200;
const BILLS_AT_ONCE = 250;
const BILLS_PER_COMMIT = 5_000;
const maskedKey = "*".repeat(BENCH_KEY.length);

const actor = { type: "command", name: "bench" } as const;
const plan = benchPlan();
const { property } = plan.properties[0]!;
const location = property.businessLocations[0]!;

/**
 * Fills an embedded database with the last days of a hotel, up to yesterday, by the path that bills take: each is read, decided on the facts that are
 * there, and written by the writer's own verbs. Only the waiting is left out: no till, no threads, no sync before the end.
 */
export function fillStore(options: FillOptions): void {
  const { dataDir, receipts, receiptsPerDay, progress } = options;
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const firstDay = today - Math.ceil(receipts / receiptsPerDay) * DAY_MS;
  const db = openForWriting(sqliteFile(dataDir));
  db.pragma("synchronous = OFF");
  migrate(db, firstDay);
  const context = createWriteContext(db, {
    writer: takeWriterNumber(db, { now: firstDay, held: null }),
    trailKey: keepSecretFile(dataDir, "trail.key"),
    sealer: new Sealer([keepSecretFile(dataDir, "secrets.key")]),
  });
  const house = new House(context, createWriteVerbs(context));
  house.open(firstDay);
  for (let done = 0; done < receipts;) {
    const bills = Math.min(receiptsPerDay, receipts - done);
    house.serve(firstDay + (done / receiptsPerDay) * DAY_MS, bills);
    done += bills;
    progress(done);
  }
  house.close(db);
}

/** One hotel, day after day. */
class House {
  readonly #context: WriteContext;
  readonly #verbs: WriteVerbs;
  readonly #random: Random = createRandom("fill");
  #guests: string[] = [];
  #arrivals = 0;
  #accounts = 0;
  #uncommitted = 0;

  constructor(context: WriteContext, verbs: WriteVerbs) {
    this.#context = context;
    this.#verbs = verbs;
  }

  open(firstDay: number): void {
    this.#context.db.exec("BEGIN");
    this.#at(firstDay);
    this.#verbs.perform("provision", plan);
  }

  serve(day: number, bills: number): void {
    const opens = day + OPENS_AT_MS;
    this.#at(opens);
    this.#checkIn();
    for (let served = 0; served < bills;) {
      const closedAt = opens + Math.floor((served / bills) * OPEN_FOR_MS);
      this.#at(closedAt + 500);
      served += this.#play(closedAt);
    }
  }

  close(db: Connection): void {
    this.#commit();
    db.exec("COMMIT");
    db.pragma("synchronous = FULL");
    emptyLog(db);
    db.close();
  }

  #at(now: number): void {
    this.#context.now = now;
    this.#context.ids.setNow(now);
  }

  /** As many leave as come. */
  #checkIn(): void {
    const arriving = Array.from(
      { length: this.#guests.length === 0 ? ROOMS : ARRIVALS_PER_DAY },
      () => String(100_000 + this.#arrivals++),
    );
    const leaving = this.#guests.splice(
      0,
      this.#guests.length === 0 ? 0 : arriving.length,
    );
    this.#guests.push(...arriving);
    this.#context.rows.flush();
    this.#verbs.perform("changeReservations", {
      actor,
      propertyId: property.id,
      mode: "merge",
      reservations: [
        ...leaving.map((reservationId) => ({
          reservationId,
          status: "checked-out" as const,
        })),
        ...arriving.map((reservationId, index) => ({
          reservationId,
          roomId: String(2000 + (index % ROOMS)),
          clientName: `Guest ${reservationId}`,
          status: "in-house" as const,
        })),
      ],
      confirmed: true,
      ifVersion: null,
    });
  }

  /** The bills of one story, one after the other; answers how many they were. */
  #play(closedAt: number): number {
    const kind = pickKind(USUAL_MIX, this.#random);
    const setting: BillSetting = {
      decimals: 2,
      reservationIds: [...GUESTS, ...this.#guests],
      businessExternalReference: null,
      deviceId: "171861",
      nextNumber: () => ++this.#accounts,
    };
    const { bills } = tellStory(kind, setting, this.#random, closedAt);
    for (const { receipt } of bills)
      this.#take(Buffer.from(writeReceipt(receipt, maskedKey)), closedAt);
    return bills.length;
  }

  #take(body: Buffer, receivedAt: number): void {
    const reading = readBody(body);
    if (reading.kind === "unreadable") throw new Error("an unreadable bill");
    const receipt = readReceipt(reading.exact);
    const charge = makeCharge(receipt, {
      property,
      businessLocationId: location.id,
      receivedAt,
      idempotencyKey: `LS1_${receipt.uuid}`,
      refusal: null,
    });
    this.#verbs.takeCharge(packCharge(charge), body);
    this.#uncommitted++;
    if (this.#uncommitted % BILLS_AT_ONCE === 0) this.#context.rows.flush();
    if (this.#uncommitted < BILLS_PER_COMMIT) return;
    this.#commit();
  }

  #commit(): void {
    this.#uncommitted = 0;
    this.#context.rows.flush();
    this.#context.db.exec("COMMIT");
    this.#context.db.exec("BEGIN");
  }
}
