import type { Clock } from "../clock.ts";
import { remakeCharge } from "../folios/make-charge.ts";
import type { Property } from "../properties/property.ts";
import type { HealedSale } from "../reconciliation/run.ts";
import type { Store } from "../store/store.ts";
import type { ReadSale } from "./read-sales.ts";
import { recoveredBill } from "./recovered-bill.ts";

/** As bills of as many tills. */
const AT_ONCE = 16;

interface HealedBy {
  store: Pick<Store, "takeCharge">;
  clock: Clock;
  property: Property;
  businessLocationId: string;
}

/** What became of sales that the till did not send. */
export async function healSales(
  lost: readonly ReadSale[],
  by: HealedBy,
): Promise<HealedSale[]> {
  const healed: HealedSale[] = [];
  for (let from = 0; from < lost.length; from += AT_ONCE) {
    const some = lost.slice(from, from + AT_ONCE);
    healed.push(...(await Promise.all(some.map((sale) => heal(sale, by)))));
  }
  return healed;
}

/**
 * Takes a sale in that the till did not send, on the path of every bill: posted where no guest is needed, and kept as a
 * refused receipt where it was charged to a room, until staff say to whom. Taken in before, it is recognised.
 */
async function heal(
  { sale, compared: { key } }: ReadSale,
  by: HealedBy,
): Promise<HealedSale> {
  const body = recoveredBill(sale);
  const charge = remakeCharge(body, {
    property: by.property,
    businessLocationId: by.businessLocationId,
    receivedAt: by.clock.now(),
    idempotencyKey: null,
    refusal: null,
  });
  const outcome = await by.store.takeCharge(charge, body);
  return outcome.kind === "refused"
    ? { key, receiptId: null, refusedId: outcome.refusedId }
    : { key, receiptId: outcome.receiptId, refusedId: null };
}
