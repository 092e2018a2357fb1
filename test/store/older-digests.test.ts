import { afterEach, expect, test } from "@jest/globals";
import { buildBill, buildLine, buildPayment } from "../support/bill.ts";
import {
  alter,
  closeAll,
  freshHotel,
  openEngine,
  placeOf,
  planOf,
  sendTo,
} from "./store-fixture.ts";

afterEach(closeAll);

test("a bill that an earlier version kept, with a digest made by its rule, is known again, and another is not taken for it", async () => {
  const hotel = freshHotel();
  const before = await openEngine();
  await before.provision(planOf(hotel));
  const bill = buildBill({
    serviceCharge: { type: "APPORTIONED" },
    transactions: [buildLine({ amount: 10, serviceChargeContribution: 1 })],
    payments: [buildPayment({ amount: 11 })],
  });
  await sendTo(before, hotel, bill);
  const place = placeOf(before);
  await before.close();
  await alter(
    place,
    "UPDATE receipts SET content_version = 1, content_digest = lines_digest",
  );
  const after = await openEngine(place);
  expect(await sendTo(after, hotel, bill)).toMatchObject({ kind: "replayed" });
  const other = { ...bill, serviceCharge: { type: "UNTAXED" } };
  expect(await sendTo(after, hotel, other)).toMatchObject({
    kind: "refused",
    reason: "content-conflict",
  });
});
