import { addTo, sumOf, usualLineCount } from "./basket.ts";
import type { BillSetting, SingleKind } from "./bill-kinds.ts";
import { fillBasket } from "./fill-basket.ts";
import { pickWaiter } from "./menu.ts";
import { pay } from "./pay.ts";
import type { Random } from "./random.ts";
import type { TillNumber } from "./till-number.ts";
import type { WireReceipt } from "./wire-receipt.ts";

/** A bill as it will be sent, with what a hotel should make of it: worked out here, from the reference alone. */
export interface SimulatedBill {
  kind: string;
  receipt: WireReceipt;
  expected: ExpectedBill;
}

export interface ExpectedBill {
  /** With service charge and tax, without tips. */
  gross: TillNumber;
  tax: TillNumber;
  tips: TillNumber;
  /** Amount plus tip by reservation; null: everything no guest was charged. */
  byPayer: Map<string | null, TillNumber>;
  /** False: it names nobody the hotel knows and must be refused. */
  acceptable: boolean;
}

/** One bill of the given kind, closed at `closedAt`. The same random stream gives the same bill. */
export function realisticBill(
  kind: SingleKind,
  setting: BillSetting,
  random: Random,
  closedAt: number,
  lineCount = usualLineCount(random),
): SimulatedBill {
  const basket = fillBasket(kind, setting.decimals, random, lineCount);
  const payments = pay(kind, basket.due, setting, random);
  const waiter = pickWaiter(random);
  const number = setting.nextNumber();
  const fiscId = `A${setting.deviceId}.${number}`;
  const receipt: WireReceipt = {
    name: random.chance(0.2) ? "" : `Table ${random.between(1, 60)}`,
    openedAt: closedAt - random.between(2, 150) * 60_000,
    closedAt,
    covers: random.below(7),
    ownerId: waiter.id,
    ownerName: waiter.name,
    deviceId: setting.deviceId,
    businessExternalReference: setting.businessExternalReference,
    receiptNumber: kind === "zero" ? null : `R${setting.deviceId}.${number}`,
    fiscId,
    initialAccountId: fiscId,
    uuid: randomUuid(random),
    revenueCenterId: "94489280528",
    revenueCenterName: "Fixed POS",
    lines: basket.lines,
    payments,
    serviceCharge: basket.serviceCharge,
    padded: random.chance(0.3),
  };
  return {
    kind,
    receipt,
    expected: expectedOf(receipt, basket.tax, kind !== "unknown-guest"),
  };
}

/** What the payments decide: the lines only say how much of it is tax. */
export function expectedOf(
  receipt: WireReceipt,
  tax: TillNumber,
  acceptable = true,
): ExpectedBill {
  const byPayer = new Map<string | null, TillNumber>();
  for (const {
    methodCode,
    reservationId,
    amount,
    gratuity,
  } of receipt.payments) {
    addTo(
      byPayer,
      methodCode === "IKPMS" ? reservationId : null,
      amount + gratuity,
    );
  }
  return {
    gross: sumOf(receipt.payments.map((payment) => payment.amount)),
    tips: sumOf(receipt.payments.map((payment) => payment.gratuity)),
    tax,
    byPayer,
    acceptable,
  };
}

export function randomUuid(random: Random): Buffer {
  const bytes = random.bytes(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes;
}
