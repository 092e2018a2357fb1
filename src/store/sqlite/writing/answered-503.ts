import { StandingFlags } from "../standing-flags.ts";
import type { WriteContext } from "../write-context.ts";
import { UnsureChargeFinder } from "./unsure-charge.ts";
import { ANSWERED_503 } from "../../unsure-charge.ts";
import type { UnsureCharge } from "../../unsure-charge.ts";

/** Flags the receipts whose till was told 503 although they were kept. Safe to repeat. */
export class Answered503 {
  readonly #context: WriteContext;
  readonly #finder: UnsureChargeFinder;
  readonly #flags: StandingFlags;

  constructor(context: WriteContext) {
    this.#context = context;
    this.#finder = new UnsureChargeFinder(context.db);
    this.#flags = new StandingFlags(context.db);
  }

  flag(
    charges: readonly UnsureCharge[],
  ): { propertyId: string; receiptId: bigint }[] {
    const found: { propertyId: string; receiptId: bigint }[] = [];
    for (const charge of charges) {
      const { propertyId } = charge;
      const receiptId = this.#finder.receiptOf(charge);
      if (receiptId === null) continue;
      const standing =
        this.#flags.namesOf(propertyId, [receiptId]).get(receiptId) ?? [];
      if (standing.includes(ANSWERED_503)) continue;
      const { ids, now, rows } = this.#context;
      const event = ids.one();
      rows.flags.add(
        propertyId,
        receiptId,
        event,
        "receipt",
        null,
        null,
        ANSWERED_503,
        "raised",
        null,
        event,
        now,
      );
      rows.flush();
      found.push({ propertyId, receiptId });
    }
    return found;
  }
}
