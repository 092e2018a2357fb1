import { join } from "node:path";
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
import type { Property } from "../../src/properties/property.ts";
import { readBody } from "../../src/receipts/read-body.ts";
import { readReceipt } from "../../src/receipts/read-receipt.ts";
import { Sealer } from "../../src/store/sealer.ts";
import { packCharge } from "../../src/store/sqlite/charge/packed-charge.ts";
import { emptyLog, openForWriting } from "../../src/store/sqlite/connection.ts";
import type { Connection } from "../../src/store/sqlite/connection.ts";
import { migrate } from "../../src/store/sqlite/migrate.ts";
import { createWriteContext } from "../../src/store/sqlite/write-context.ts";
import type { WriteContext } from "../../src/store/sqlite/write-context.ts";
import { takeWriterNumber } from "../../src/store/sqlite/writing/writer-number.ts";
import { createWriteVerbs } from "../../src/store/sqlite/writing/write-verbs.ts";
import type { WriteVerbs } from "../../src/store/sqlite/writing/write-verbs.ts";
import { hotel } from "../support/books.ts";

export interface FillOptions {
  dataDir: string;
  receipts: number;
  receiptsPerDay: number;
  progress: (receipts: number) => void;
}

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 0, 1);
const OPENS_AT_MS = 10 * 3_600_000;
const OPEN_FOR_MS = 12 * 3_600_000;
const MASKED_KEY = "*".repeat(40);
/** A hotel of 300 rooms, whose guests stay for three nights. */
const ROOMS = 300;
const ARRIVALS_PER_DAY = 100;
const BILLS_AT_ONCE = 250;
const BILLS_PER_COMMIT = 5_000;

const actor = { type: "command", name: "bench" } as const;
const location = {
  id: "1",
  name: "Restaurant",
  businessExternalReference: null,
  features: [],
  goLiveAt: null,
  transactionCodes: {
    ...hotel.transactionCodes,
    fallback: null,
    payments: {},
    accountingGroups: {},
  },
};
const property: Property = {
  ...hotel,
  id: "bench",
  businessLocations: [location],
};

/**
 * Fills an embedded database with days of a hotel by the path that bills take: each is read, decided on the facts that are
 * there, and written by the writer's own verbs. Only the waiting is left out: no till, no threads, no sync before the end.
 */
export function fillStore(options: FillOptions): void {
  const { dataDir, receipts, receiptsPerDay, progress } = options;
  const db = openForWriting(join(dataDir, "store.sqlite"));
  db.pragma("synchronous = OFF");
  migrate(db, FIRST_DAY);
  const context = createWriteContext(db, {
    writer: takeWriterNumber(db, { now: FIRST_DAY, held: null }),
    trailKey: keepSecretFile(dataDir, "trail.key"),
    sealer: new Sealer(keepSecretFile(dataDir, "secrets.key")),
  });
  const house = new House(context, createWriteVerbs(context));
  house.open();
  for (let done = 0; done < receipts;) {
    const today = Math.min(receiptsPerDay, receipts - done);
    house.serve(done / receiptsPerDay, today);
    done += today;
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

  open(): void {
    this.#context.db.exec("BEGIN");
    this.#at(FIRST_DAY);
    this.#verbs.perform("provision", {
      actor,
      fileDigest: "bench",
      prune: false,
      dryRun: false,
      tokens: [],
      properties: [
        {
          property,
          houseAccounts: [],
          reservations: [],
          apiKeys: [],
          lightspeed: {},
        },
      ],
    });
  }

  serve(day: number, bills: number): void {
    const opens = FIRST_DAY + Math.floor(day) * DAY_MS + OPENS_AT_MS;
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
          roomId: String(100 + (index % ROOMS)),
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
      reservationIds: this.#guests,
      businessExternalReference: null,
      deviceId: "171861",
      nextNumber: () => ++this.#accounts,
    };
    const { bills } = tellStory(kind, setting, this.#random, closedAt);
    for (const { receipt } of bills)
      this.#take(Buffer.from(writeReceipt(receipt, MASKED_KEY)), closedAt);
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
