import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { buildBill, buildPayment } from "../support/bill.ts";
import { contract, METHODS } from "../support/openapi-document.ts";
import { partnerOf } from "../support/partner.ts";
import { buildProvisioning, KEY, TOKEN } from "../support/provisioning.ts";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";
import { send } from "../support/wire.ts";
import type { WireAnswer } from "../support/wire.ts";

let running: RunningApp;
let partner: ReturnType<typeof partnerOf>;

beforeAll(async () => {
  const provisioning = buildProvisioning((property) => {
    property["reservations"] = [
      { reservationId: "001", roomId: "101", clientName: "Mia Keller" },
    ];
    const [location] = property["businessLocations"] as object[];
    Object.assign(location!, {
      lightspeed: {
        baseUrl: "https://nobody.invalid",
        clientId: "client",
        clientSecret: "secret",
        refreshToken: "token",
      },
    });
  });
  running = await startApp({ provisioning });
  partner = partnerOf(running.url);
});
afterAll(() => running.close());

const any = { "If-Match": "*" };
const guest = { reservationId: "002", roomId: "102", clientName: "Jo Blum" };

/**
 * A request to each operation of openapi.yaml that changes something or shows what is guarded, and the act that the trail
 * must have of it afterwards. Who adds an operation adds it here, or below where it is no act of a person.
 */
const ACTS: Record<string, [act: string, request: () => Promise<WireAnswer>]> =
  {
    putProperty: [
      "property.changed",
      async () => {
        const settings = (await partner("GET", "")).json();
        return partner("PUT", "", { body: settings, headers: any });
      },
    ],
    issueApiKey: [
      "api-key.issued",
      () =>
        partner("POST", "/api-keys", {
          body: { businessLocationId: "45454565682155", name: "bar" },
          headers: { "Idempotency-Key": "bar" },
        }),
    ],
    revokeApiKey: [
      "api-key.revoked",
      async () => {
        const list = (await partner("GET", "/api-keys")).json();
        const keys = list["results"] as { id: string; name: string }[];
        const { id } = keys.find((key) => key.name === "bar")!;
        return partner("DELETE", `/api-keys/${id}`);
      },
    ],
    makeRefund: [
      "refund.made",
      async () => {
        const { receiptId } = (await charge("001")).json();
        return partner("POST", "/refunds", {
          body: { receiptId },
          headers: { "Idempotency-Key": "refund" },
        });
      },
    ],
    makeRetailRefund: [
      "refund.made",
      async () => {
        const { receiptId } = (await charge("001")).json();
        const path = `/Account/demo/Sale/${String(receiptId)}/refund.json`;
        return send(`${running.url}${path}`, {
          method: "POST",
          body: '{"SalePayments":{"SalePayment":{"paymentTypeID":1}}}',
          headers: {
            Authorization: `Bearer ${TOKEN}`,
            "Content-Type": "application/json",
          },
        });
      },
    ],
    putReservations: [
      "reservations.changed",
      () =>
        partner("PUT", "/reservations", {
          body: [guest, { ...guest, reservationId: "001", status: "in-house" }],
          headers: any,
        }),
    ],
    patchReservations: [
      "reservations.changed",
      () =>
        partner("PATCH", "/reservations", {
          body: [{ ...guest, clientName: "Jo Blum-Egli" }],
          headers: any,
        }),
    ],
    closeBusinessDate: [
      "business-date.closed",
      () =>
        partner("POST", "/business-dates/2026-11-01/close", {
          headers: { "Idempotency-Key": "night" },
        }),
    ],
    reconcile: [
      "reconciliation.started",
      () =>
        partner("POST", "/reconciliations", {
          body: { businessDate: "2026-11-01" },
          headers: { "Idempotency-Key": "compare" },
        }),
    ],
    getRefusedReceiptBody: [
      "refused-body.read",
      async () => {
        await charge("999");
        return partner("GET", `/refused-receipts/${await refused()}/body`);
      },
    ],
    repostRefusedReceipt: [
      "refused-receipt.reposted",
      async () => {
        await charge("999");
        return partner("POST", `/refused-receipts/${await refused()}/repost`, {
          body: { folioId: "001", confirmDouble: true },
          headers: { "Idempotency-Key": "repost" },
        });
      },
    ],
    dismissRefusedReceipt: [
      "refused-receipt.dismissed",
      async () => {
        await charge("999");
        return partner("POST", `/refused-receipts/${await refused()}/dismiss`, {
          body: { reason: "Mia Keller paid in the bar" },
          headers: { "Idempotency-Key": "dismiss" },
        });
      },
    ],
  };

/** What tills send leaves receipts and refused receipts, and is no act of a person. */
const TILL_TRAFFIC = ["chargeBill"];

const OPERATIONS = Object.values(contract.paths).flatMap((path) =>
  METHODS.flatMap((method) => {
    const operationId = path[method]?.operationId;
    return operationId === undefined ? [] : { method, operationId };
  }),
);

test("every operation that changes something is an act with a test, or till traffic", () => {
  const changing = OPERATIONS.filter(({ method }) => method !== "get");
  const told = [...Object.keys(ACTS), ...TILL_TRAFFIC];
  const silent = changing.filter(
    ({ operationId }) => !told.includes(operationId),
  );
  expect(silent).toEqual([]);
  const known = OPERATIONS.map(({ operationId }) => operationId);
  expect(told.filter((operationId) => !known.includes(operationId))).toEqual(
    [],
  );
});

test.each(Object.entries(ACTS))(
  "%s is in the trail, with who did it and no word about a guest",
  async (_operationId, [act, request]) => {
    const before = await running.trail("demo");
    const answer = await request();
    expect([answer.status, Math.floor(answer.status / 100)]).toEqual([
      answer.status,
      2,
    ]);
    const added = (await running.trail("demo")).slice(before.length);
    expect(added).toMatchObject([{ act, actor: "token:ops" }]);
    expect(added[0]!.details).not.toMatch(/Mia|Keller|Blum|\b(?:bar|102)\b/);
  },
);

function charge(reservationId: string): Promise<WireAnswer> {
  const bill = buildBill({
    payments: [buildPayment({ amount: 11, reservationId })],
  });
  return send(`${running.url}/charge`, {
    method: "POST",
    body: JSON.stringify({ apiKey: KEY, ...bill }),
  });
}

/** The id of an open refused receipt. */
async function refused(): Promise<string> {
  const path = "/refused-receipts?query=status%20%3D%20open";
  const list = (await partner("GET", path)).json();
  return (list["results"] as { id: string }[])[0]!.id;
}
