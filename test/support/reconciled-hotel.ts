import type { LightspeedStandIn } from "../../src/commands/simulate/lightspeed/stand-in.ts";
import type { RecordedSale } from "../../src/commands/simulate/lightspeed/recorded-sale.ts";
import type {
  Reconciliation,
  ReconciliationItem,
} from "../../src/schemas/generated.ts";
import { until } from "./until.ts";
import { buildBill, buildLine, buildPayment } from "./bill.ts";
import type { Bill, BillLine, BillPayment } from "./bill.ts";
import { recordedSale, startStandIn } from "./lightspeed.ts";
import { partnerOf } from "./partner.ts";
import { buildProvisioning, KEY } from "./provisioning.ts";
import { startApp } from "./start-app.ts";
import type { RunningApp } from "./start-app.ts";
import { send } from "./wire.ts";
import type { WireAnswer } from "./wire.ts";

export const LOCATION = "45454565682155";
/** Another outlet, where a hotel has one. */
export const BAR = "45454565682156";
const BAR_KEY = "test-bar-key-0123456789abcdefghijklmnopqr";
/** Two days after the date of `buildBill`. */
export const NOW = Date.parse("2026-11-22T12:00:00Z");
export const DATE = "2026-11-20";

export interface ReconciledHotel extends RunningApp {
  standIn: LightspeedStandIn;
  partner: ReturnType<typeof partnerOf>;
  /** Only at the till; answers what it was told. */
  charge: (bill: Bill, outlet?: string) => Promise<WireAnswer>;
  /** Only at Lightspeed. */
  record: (
    bill: Bill,
    overrides?: Partial<RecordedSale>,
    outlet?: string,
  ) => void;
  /** On both sides. */
  sell: (bill: Bill, overrides?: Partial<RecordedSale>) => Promise<WireAnswer>;
  reconcile: (dates?: object) => Promise<Reconciliation>;
  items: (id: string, query?: string) => Promise<ReconciliationItem[]>;
}

interface HotelOptions {
  api?: "v1" | "v2";
  change?: (property: Record<string, unknown>) => void;
  now?: () => number;
  hasBar?: boolean;
}

/** A hotel with the Lightspeed that recorded its bills. */
export async function startReconciledHotel({
  api = "v2",
  change = () => undefined,
  now = () => NOW,
  hasBar = false,
}: HotelOptions = {}): Promise<ReconciledHotel> {
  const ids = hasBar ? [LOCATION, BAR] : [LOCATION];
  const standIn = await startStandIn({ locations: ids, now });
  const provisioning = buildProvisioning((property) => {
    const locations = property["businessLocations"] as object[];
    if (hasBar)
      locations.push({
        id: BAR,
        name: "Bar",
        apiKeys: [{ name: "bar till", key: BAR_KEY }],
      });
    for (const location of locations)
      Object.assign(location, { lightspeed: standIn.access(api) });
    change(property);
  });
  const running = await startApp({
    provisioning,
    environment: { ALLOW_PRIVATE_TARGETS: "true" },
    clock: { now },
  });
  const partner = partnerOf(running.url);
  const charge: ReconciledHotel["charge"] = (bill, outlet) => {
    const apiKey = outlet === BAR ? BAR_KEY : KEY;
    return send(`${running.url}/charge`, {
      method: "POST",
      body: JSON.stringify({ apiKey, ...bill }),
    });
  };
  const record: ReconciledHotel["record"] = (
    bill,
    overrides,
    outlet = LOCATION,
  ) => standIn.book(outlet).record(saleOf(bill, overrides));
  let asked = 0;
  return {
    ...running,
    standIn,
    partner,
    charge,
    record,
    sell: (bill, overrides) => {
      record(bill, overrides);
      return charge(bill);
    },
    reconcile: async (dates = { businessDate: DATE }) => {
      const started = await partner("POST", "/reconciliations", {
        body: dates,
        headers: { "Idempotency-Key": `reconcile-${asked++}` },
      });
      const { id } = started.json() as { id: string };
      return ended(partner, id);
    },
    items: async (id, query = "") => {
      const found = await partner(
        "GET",
        `/reconciliations/${id}/items?query=${encodeURIComponent(query)}`,
      );
      return found.json()["results"] as ReconciliationItem[];
    },
    close: async () => {
      await running.close();
      await standIn.stop();
    },
  };
}

/** The location sends every bill, and has sent one: it works with the receiver. */
export async function startHotelAtWork(
  options: Pick<HotelOptions, "change" | "now"> = {},
): Promise<ReconciledHotel> {
  const hotel = await startReconciledHotel({
    ...options,
    change: (property) => {
      const [location] = property["businessLocations"] as object[];
      Object.assign(location!, { features: ["MIRRORING"] });
      options.change?.(property);
    },
  });
  await hotel.sell(buildBill({ closeDate: "2026-11-20T10:00:00.000Z" }));
  return hotel;
}

/** Paid in cash: no guest is needed. */
export function cashBill(amount: number): Bill {
  return buildBill({
    transactions: [buildLine({ amount })],
    payments: [
      buildPayment({
        amount,
        gratuity: 2,
        methodCode: "CASH",
        methodName: "Cash",
        reservationId: null,
      }),
    ],
  });
}

/** The refused receipts with its fiscal id. */
export async function refusedOf(
  hotel: ReconciledHotel,
  bill: Bill,
): Promise<Record<string, unknown>[]> {
  const query = encodeURIComponent(`fiscId = ${String(bill["fiscId"])}`);
  const found = await hotel.partner("GET", `/refused-receipts?query=${query}`);
  return found.json()["results"] as Record<string, unknown>[];
}

/** What came of a reconciliation. */
export async function ended(
  partner: ReturnType<typeof partnerOf>,
  id: string,
): Promise<Reconciliation> {
  let shown: Reconciliation | null = null;
  await until(async () => {
    const answer = await partner("GET", `/reconciliations/${id}`);
    shown = answer.json() as unknown as Reconciliation;
    return shown.status !== "running";
  });
  return shown!;
}

/** What Lightspeed records of a bill with prices that include tax. */
export function saleOf(
  bill: Bill,
  overrides: Partial<RecordedSale> = {},
): RecordedSale {
  const { uuid, fiscId, receiptId, initialAccountId } = bill as Record<
    string,
    string
  >;
  const closedAt = Date.parse(bill["closeDate"] as string);
  return recordedSale({
    uuid: uuid!,
    fiscId: fiscId!,
    receiptId: receiptId ?? null,
    initialAccountId: initialAccountId!,
    openedAt: closedAt - 60_000,
    closedAt,
    lines: bill.transactions.map(lineOf),
    payments: bill.payments.map(paymentOf),
    ...overrides,
  });
}

function lineOf(line: BillLine): RecordedSale["lines"][number] {
  const gross = Number(line["amount"]);
  const rate = Number(line["taxRate"]);
  const tax = gross - gross / rate;
  return {
    ...recordedSale().lines[0]!,
    name: String(line["description"]),
    sku: String(line["sku"]),
    groupId: String(line["groupId"]),
    groupName: String(line["groupName"]),
    withTax: gross.toFixed(2),
    withoutTax: (gross - tax).toFixed(6),
    tax: tax.toFixed(6),
    taxRate: String(rate),
  };
}

function paymentOf(payment: BillPayment): RecordedSale["payments"][number] {
  return {
    code: String(payment["methodCode"]),
    name: String(payment["methodName"]),
    amount: Number(payment["amount"]).toFixed(2),
    tip: Number(payment["gratuity"] ?? 0).toFixed(2),
  };
}
