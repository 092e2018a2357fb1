import type { ChargeOutcome } from "../../../folios/charge-decision.ts";
import { StoreUnavailable } from "../../contract/errors.ts";
import type { PackedCharge } from "../charge/packed-charge.ts";
import type { PendingWrite } from "./write-queue.ts";
import type { UnsureCharge } from "../../unsure-charge.ts";
import { unsureOf } from "../../unsure-charge.ts";
import type { UnsureFile } from "../../unsure-file.ts";

/** How long a till is kept waiting for the answer whether its bill was kept. */
const LOOKED_UP_FOR_MS = 2_000;

interface Waiting {
  charge: UnsureCharge;
  /** Null once 503 was answered. */
  pending: PendingWrite | null;
}

/**
 * Verbs whose transaction failed or was cut. A charge found within two seconds is answered as if nothing had happened;
 * the others are told that nobody knows, and flagged when they are found after all.
 */
export class UnsureWrites {
  readonly #file: UnsureFile;
  readonly #waiting: Waiting[];

  constructor(file: UnsureFile) {
    this.#file = file;
    this.#waiting = file.read().map((charge) => ({ charge, pending: null }));
  }

  get charges(): UnsureCharge[] {
    return this.#waiting.map((waiting) => waiting.charge);
  }

  add(writes: readonly PendingWrite[]): void {
    const added: Waiting[] = [];
    for (const pending of writes) {
      if (pending.call.verb === "takeCharge") {
        added.push({
          charge: unsureOf(pending.call.args[0] as PackedCharge),
          pending,
        });
      } else {
        pending.reject(new StoreUnavailable("not-writable"));
      }
    }
    this.#file.add(added.map((waiting) => waiting.charge));
    this.#waiting.push(...added);
    if (added.length > 0)
      setTimeout(() => added.forEach(giveUp), LOOKED_UP_FOR_MS).unref();
  }

  /** What a fresh connection says about them, in the order of `charges`. Those to flag are returned. */
  resolve(outcomes: readonly (ChargeOutcome | null)[]): UnsureCharge[] {
    const resolved = this.#waiting.splice(0, outcomes.length);
    const answeredUnknown: UnsureCharge[] = [];
    resolved.forEach((waiting, index) => {
      const outcome = outcomes[index] ?? null;
      if (outcome === null) giveUp(waiting);
      else if (waiting.pending === null) answeredUnknown.push(waiting.charge);
      else waiting.pending.resolve(outcome);
    });
    return answeredUnknown;
  }

  /** Could not be flagged: looked at again next time. */
  putBack(charges: readonly UnsureCharge[]): void {
    this.#waiting.push(...charges.map((charge) => ({ charge, pending: null })));
  }

  /** The store closes: nobody will look any more, but the next start will. */
  giveUpAll(): void {
    this.#waiting.forEach(giveUp);
  }

  forgetFile(): void {
    if (this.#waiting.length === 0) this.#file.clear();
  }
}

function giveUp(waiting: Waiting): void {
  waiting.pending?.reject(new StoreUnavailable("not-writable"));
  waiting.pending = null;
}
