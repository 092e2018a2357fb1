import { flagNames } from "../flag-rows.ts";
import { CHARGE_TABLES } from "../charge-tables.ts";
import { ANSWERED_503 } from "../unsure-charge.ts";
import type { UnsureCharge } from "../unsure-charge.ts";
import type { UnsureFile } from "../unsure-file.ts";
import type { StoreObserver } from "../store.ts";
import type { Database } from "./connection/database.ts";
import type { Sql } from "./connection/sql.ts";
import { ALL_GATES, findUnsure } from "./charge/find-unsure.ts";
import { standingFlags } from "./standing-flags.ts";
import type { WriteContext } from "./write-context.ts";

/**
 * Charges whose tills were told 503 because nobody knew. Those that are found to be in the books are flagged, listed
 * and logged, because staff may have posted them by hand.
 */
export class UnsureCharges {
  readonly #file: UnsureFile;
  #waiting: UnsureCharge[];

  constructor(file: UnsureFile) {
    this.#file = file;
    this.#waiting = file.read();
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  add(charges: readonly UnsureCharge[]): void {
    this.#file.add(charges);
    this.#waiting.push(...charges);
  }

  /** Rejects where it could not be found out; then it is asked again later. */
  async resolve(
    database: Database,
    context: WriteContext,
    observer: StoreObserver,
  ): Promise<void> {
    // More may come while these are looked for.
    const asked = [...this.#waiting];
    if (asked.length === 0) return;
    const found = await database.writeAfresh(async (sql) => {
      const receipts: { propertyId: string; receiptId: bigint }[] = [];
      for (const charge of asked) {
        const [outcome] = await findUnsure(sql, [charge], ALL_GATES);
        if (outcome == null) continue;
        const { propertyId } = charge;
        const { receiptId } = outcome;
        if (await flag(sql, { propertyId, receiptId }, context))
          receipts.push({ propertyId, receiptId });
      }
      return receipts;
    });
    this.#waiting = this.#waiting.filter((one) => !asked.includes(one));
    if (this.isEmpty) this.#file.clear();
    for (const receipt of found) observer.answered503Found(receipt);
  }
}

/** False where it stands already. */
async function flag(
  sql: Sql,
  { propertyId, receiptId }: { propertyId: string; receiptId: bigint },
  { ids, now }: WriteContext,
): Promise<boolean> {
  const keys = { propertyIds: [propertyId], ids: [receiptId] };
  const names = flagNames(await standingFlags(sql, keys)).get(receiptId) ?? [];
  if (names.includes(ANSWERED_503)) return false;
  const event = ids.one();
  await sql.run(
    `INSERT INTO flags (${CHARGE_TABLES.flags.join(", ")})
     VALUES ($1, $2, $3, 'receipt', NULL, NULL, $4, 'raised', NULL, $3, $5)`,
    propertyId,
    receiptId,
    event,
    ANSWERED_503,
    now(),
  );
  return true;
}
