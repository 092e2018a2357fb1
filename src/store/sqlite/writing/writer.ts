import { closeSync, fsyncSync, openSync } from "node:fs";
import { dirname } from "node:path";
import type { ChargeOutcome } from "../../../folios/charge-decision.ts";
import {
  emptyLog,
  isBusy,
  isStorageFault,
  openForWriting,
} from "../connection.ts";
import type { Connection } from "../connection.ts";
import { migrate } from "../migrate.ts";
import { packError } from "../threads/wire-error.ts";
import type { WireError } from "../threads/wire-error.ts";
import { createWriteContext } from "../write-context.ts";
import type { WriteContext } from "../write-context.ts";
import { rewriteLog } from "./rewrite-log.ts";
import { UnsureChargeFinder } from "./unsure-charge.ts";
import { createWriteVerbs } from "./write-verbs.ts";
import type { WriteCall, WriteVerbs } from "./write-verbs.ts";
import { probeWriting, takeWriterNumber } from "./writer-number.ts";
import { Sealer } from "../../sealer.ts";
import type { UnsureCharge } from "../../unsure-charge.ts";

export interface WriterOptions {
  file: string;
  trailKey: Uint8Array;
  secretsKeys: readonly Uint8Array[];
}

export type WriteResult = { answer: unknown } | { error: WireError };

interface Open {
  db: Connection;
  context: WriteContext;
  verbs: WriteVerbs;
  finder: UnsureChargeFinder;
  begin: () => void;
  commit: () => void;
  recordLead: (leadMs: number) => void;
}

/** The one who writes: commits whatever has arrived as one transaction. Runs in a thread of its own. */
export class Writer {
  readonly #options: WriterOptions;
  #open: Open | null = null;
  #number: number | null = null;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Opens anew. When it returns, all that was committed is on the disk, and a real write has succeeded. */
  open(now: number): void {
    this.close();
    const { file, trailKey, secretsKeys } = this.#options;
    const db = openForWriting(file);
    try {
      migrate(db, now);
      if (!emptyLog(db)) rewriteLog(db, file);
      syncDirectory(dirname(file));
      this.#number = takeWriterNumber(db, { now, held: this.#number });
      probeWriting(db);
      const context = createWriteContext(db, {
        writer: this.#number,
        trailKey,
        sealer: new Sealer(secretsKeys),
      });
      const lead = db.prepare(
        "UPDATE installation SET value = max(value, ?) WHERE name = 'id_lead_ms'",
      );
      this.#open = {
        db,
        context,
        verbs: createWriteVerbs(context),
        finder: new UnsureChargeFinder(db),
        begin: statement(db, "BEGIN IMMEDIATE"),
        commit: statement(db, "COMMIT"),
        recordLead: (leadMs) => void lead.run(leadMs),
      };
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** Closes without a word about what is in the log. */
  close(): void {
    const open = this.#open;
    this.#open = null;
    open?.db.close();
  }

  /** Empties the log, unless somebody else reads it, and closes. */
  finish(): void {
    if (this.#open !== null) emptyLog(this.#open.db);
    this.close();
  }

  /**
   * Runs the calls in one transaction, each seeing those before it; durable when it returns. Where one fails, all are
   * taken back and each is run in a transaction of its own, so that it hurts no other. Throws when the disk or the file
   * failed: then it is not known what was kept, and nothing more is written until all is opened anew.
   */
  commit(now: number, calls: readonly WriteCall[]): WriteResult[] {
    const open = this.#opened();
    open.context.now = now;
    open.context.ids.setNow(now);
    try {
      return this.#transaction(open, calls);
    } catch (error) {
      if (isStorageFault(error)) {
        this.close();
        throw error;
      }
      if (calls.length === 1 || isBusy(error))
        return calls.map(() => ({ error: packError(error) }));
      return calls.map((call) => this.commit(now, [call])[0]!);
    }
  }

  /** For charges whose commit failed or was cut: the acknowledgement, or null where nothing was kept. */
  findCharges(charges: readonly UnsureCharge[]): (ChargeOutcome | null)[] {
    const { finder } = this.#opened();
    return charges.map((charge) => finder.outcomeOf(charge));
  }

  #transaction(open: Open, calls: readonly WriteCall[]): WriteResult[] {
    const { db, context } = open;
    open.begin();
    try {
      context.settings.refresh();
      const results = calls.map((call) => ({ answer: perform(open, call) }));
      context.rows.flush();
      const leadMs = context.ids.leadMs();
      if (leadMs > LEAD_NOTED_MS) open.recordLead(leadMs);
      open.commit();
      return results;
    } catch (error) {
      context.rows.clear();
      context.settings.forget();
      if (db.inTransaction) db.exec("ROLLBACK");
      throw error;
    }
  }

  #opened(): Open {
    if (this.#open === null) throw new Error("the writer is not open");
    return this.#open;
  }
}

/** Reading by time allows for a minute anyway. */
const LEAD_NOTED_MS = 60_000;

function perform({ context, verbs }: Open, { verb, args }: WriteCall): unknown {
  if (verb !== "takeCharge") context.rows.flush();
  return (verbs[verb] as (...args: unknown[]) => unknown)(...args);
}

function statement(db: Connection, sql: string): () => void {
  const prepared = db.prepare(sql);
  return () => {
    prepared.run();
  };
}

/** A new database file must be found again after a power cut. */
function syncDirectory(path: string): void {
  const directory = openSync(path, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
