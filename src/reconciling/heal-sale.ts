import type { Clock } from "../clock.ts";
import { remakeCharge } from "../folios/make-charge.ts";
import type { Sale } from "../lightspeed/financial-api.ts";
import type { Property } from "../properties/property.ts";
import type { HealedSale } from "../reconciliation/run.ts";
import type { Store } from "../store/store.ts";
import { recoveredBill } from "./recovered-bill.ts";

/**
 * Takes a sale in that the till did not send, on the path of every bill: posted where no guest is needed, and kept as a
 * refused receipt where it was charged to a room, until staff say to whom. Taken in before, it is recognised.
 */
export async function healSale(
  sale: Sale,
  key: string,
  by: {
    store: Pick<Store, "takeCharge">;
    clock: Clock;
    property: Property;
    businessLocationId: string;
  },
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
