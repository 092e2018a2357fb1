import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { partnerOf } from "../support/partner.ts";
import { buildProvisioning, KEY, TOKEN } from "../support/provisioning.ts";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";
import { send } from "../support/wire.ts";
import type { WireAnswer } from "../support/wire.ts";

let running: RunningApp;
let partner: ReturnType<typeof partnerOf>;

beforeAll(async () => {
  running = await startApp({
    provisioning: buildProvisioning((property) => {
      property["reservations"] = [
        { reservationId: "001", roomId: "101", clientName: "Guest" },
        { reservationId: "leaving", roomId: "102", clientName: "Guest" },
      ];
    }),
  });
  partner = partnerOf(running.url);
});
afterAll(() => running.close());

type Body = Record<string, unknown>;

/** 3 pieces for 45.00 and 1 for 4.80. */
function dinner(reservationId = "001"): Bill {
  return buildBill({
    transactions: [
      buildLine({ description: "Schnitzel", quantity: 3, amount: 45 }),
      buildLine({ description: "Pils", quantity: 1, amount: 4.8 }),
    ],
    payments: [buildPayment({ amount: 49.8, reservationId })],
  });
}

async function ring(bill = dinner()): Promise<string> {
  const answer = await send(`${running.url}/charge`, {
    method: "POST",
    body: JSON.stringify({ ...bill, apiKey: KEY }),
  });
  expect(answer.status).toBe(200);
  return String(answer.json()["receiptId"]);
}

function refund(
  saleId: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<WireAnswer> {
  return send(
    `${running.url}/Account/demo/Sale/${encodeURIComponent(saleId)}/refund.json`,
    {
      method: "POST",
      body: JSON.stringify(body),
      headers: {
        Authorization: `Bearer ${TOKEN}`,
        "Content-Type": "application/json",
        ...headers,
      },
    },
  );
}

const LINE = "/SaleLines/SaleLine";
const PAYMENT = "/SalePayments/SalePayment";
const asked = (line: unknown, payment: unknown): Body => ({
  SaleLines: { SaleLine: line },
  SalePayments: { SalePayment: payment },
});
const pay = (amount?: unknown): Body => ({ amount, paymentTypeID: 1 });
const receipt = async (id: string) =>
  (await partner("GET", `/receipts/${id}`)).json() as Body;

describe("a refund in the dialect of Retail", () => {
  test("takes pieces of a line and answers with the completed sale", async () => {
    const id = await ring();
    const answer = await refund(id, {
      employeeID: 4,
      registerID: "2",
      shopID: 1,
      completed: "true",
      ...asked(
        { parentSaleLineID: "1", unitQuantity: "-2" },
        { amount: -30, paymentTypeID: 1 },
      ),
    });
    expect(answer.status).toBe(201);
    expect(answer.json()).toMatchObject({
      Sale: {
        completed: "true",
        employeeID: "4",
        registerID: "2",
        shopID: "1",
        total: "-30.00",
        balance: "0",
        SaleLines: {
          SaleLine: {
            parentSaleLineID: "1",
            unitQuantity: "-2",
            unitPrice: "15.00",
            calcTotal: "-30.00",
          },
        },
        SalePayments: { SalePayment: { amount: "-30.00", paymentTypeID: "1" } },
      },
    });
    expect(answer.text).not.toContain('"-0');
    expect(await receipt(id)).toMatchObject({ refundedAmount: "30.00" });
  });

  test("without lines and amount gives back the whole rest, of a receipt named by its number", async () => {
    const id = await ring();
    const receiptNumber = (await receipt(id))["receiptNumber"] as string;
    const answer = await refund(receiptNumber, {
      SalePayments: { SalePayment: [pay()] },
    });
    expect(answer.status).toBe(201);
    expect(answer.json()).toMatchObject({
      Sale: {
        employeeID: "0",
        total: "-49.80",
        SaleLines: {
          SaleLine: [
            { parentSaleLineID: `${id}.1` },
            { parentSaleLineID: `${id}.2` },
          ],
        },
        SalePayments: { SalePayment: { amount: "-49.80" } },
      },
    });
  });

  test("takes payments that sum to it exactly, as text or numbers", async () => {
    const id = await ring();
    const answer = await refund(
      id,
      asked({ parentSaleLineID: 2 }, [pay("-4.70"), pay(-0.1)]),
    );
    expect(answer.status).toBe(201);
    expect(answer.json()).toMatchObject({
      Sale: {
        SalePayments: {
          SalePayment: [{ amount: "-4.70" }, { amount: "-0.10" }],
        },
      },
    });
  });

  test("with a key is made once, and without one as often as it is asked for", async () => {
    const id = await ring();
    const body = asked({ parentSaleLineID: 1, unitQuantity: -1 }, pay());
    const key = { "Idempotency-Key": `retail-${id}` };
    const first = await refund(id, body, key);
    const again = await refund(id, body, key);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.json()).toEqual(first.json());
    await refund(id, body);
    expect(await receipt(id)).toMatchObject({ refundedAmount: "30.00" });
  });

  test("is in balance to the cent where binary numbers are not: 30.49 - 31 + 0.51", async () => {
    const id = await ring(
      buildBill({
        transactions: [buildLine({ amount: 31 })],
        payments: [buildPayment({ amount: 31, reservationId: "001" })],
      }),
    );
    const answer = await refund(id, {
      SalePayments: { SalePayment: [pay(-30.49), pay(-0.51)] },
    });
    expect(answer.status).toBe(201);
    expect(answer.json()).toMatchObject({
      Sale: { completed: "true", total: "-31.00", balance: "0" },
    });
    expect(answer.text).not.toContain('"-0"');
  });

  test("names lines by ids that no other sale has, and refuses those of one", async () => {
    const [id, other] = [await ring(), await ring()];
    const line = (parentSaleLineID: unknown) =>
      refund(id, asked({ parentSaleLineID, unitQuantity: "-1" }, pay()));
    const made = await line(`${id}.1`);
    expect(made.status).toBe(201);
    const { saleID, SaleLines } = made.json()["Sale"] as Body & {
      SaleLines: { SaleLine: Body };
    };
    expect(SaleLines.SaleLine).toMatchObject({
      saleLineID: `${String(saleID)}.1`,
      parentSaleLineID: `${id}.1`,
    });
    const ofRefund = SaleLines.SaleLine["saleLineID"];
    for (const wrong of [`${other}.1`, ofRefund]) {
      const answer = await line(wrong);
      expect(answer.status).toBe(409);
      expect(answer.json()["errors"]).toMatchObject([
        {
          pointer: `${LINE}/parentSaleLineID`,
          rule: "line-unknown",
          detail: expect.stringContaining(`not of this receipt, ${id}`),
        },
      ]);
    }
    expect(await receipt(id)).toMatchObject({ refundedAmount: "15.00" });
    expect(await receipt(other)).toMatchObject({ refundedAmount: "0.00" });
  });

  test("of a number that several receipts have is refused with their ids", async () => {
    const receiptId = "R-SHARED";
    const first = await ring({ ...dinner(), receiptId });
    const second = await ring({ ...dinner(), receiptId });
    const answer = await refund(receiptId, {
      SalePayments: { SalePayment: pay() },
    });
    expect(answer.status).toBe(409);
    expect(answer.json()["errors"]).toEqual([
      {
        parameter: "saleID",
        rule: "receipt-ambiguous",
        detail: `is a number that several receipts have: send the id of one, ${second}, ${first}`,
      },
    ]);
    for (const id of [first, second])
      expect(await receipt(id)).toMatchObject({ refundedAmount: "0.00" });
  });

  test("of a reversal or of a refund is refused", async () => {
    const bill = dinner();
    const id = await ring(bill);
    const all = { SalePayments: { SalePayment: pay() } };
    const made = (
      await refund(id, asked({ parentSaleLineID: 2 }, pay()))
    ).json();
    const { saleID } = made["Sale"] as Body;
    for (const back of [await ring(voidOf(bill)), String(saleID)]) {
      const answer = await refund(back, all);
      expect(answer.status).toBe(409);
      expect(answer.json()["errors"]).toMatchObject([
        { parameter: "saleID", rule: "not-a-sale" },
      ]);
    }
  });

  test("that this dialect cannot say is told the address that can", async () => {
    const id = await ring(dinner("leaving"));
    await partner("PATCH", "/reservations", {
      body: [{ reservationId: "leaving", status: "checked-out" }],
      headers: { "If-Match": "*" },
    });
    const answer = await refund(id, { SalePayments: { SalePayment: pay() } });
    expect(answer.status).toBe(409);
    expect(answer.json()["errors"]).toMatchObject([
      {
        parameter: "saleID",
        rule: "folio-checked-out",
        detail: expect.stringMatching(/POST \/v1\/properties\/demo\/refunds$/),
      },
    ]);
  });

  test.each<[string, Body, number, string, RegExp]>([
    [
      "qty instead of unitQuantity",
      asked([{ parentSaleLineID: 1, qty: -2 }], pay(-30)),
      400,
      `${LINE}/0/qty`,
      /did you mean unitQuantity/,
    ],
    [
      "a positive quantity",
      asked({ parentSaleLineID: 1, unitQuantity: 2 }, pay(-30)),
      400,
      `${LINE}/unitQuantity`,
      /send it negative/,
    ],
    [
      "a quantity of 0",
      asked({ parentSaleLineID: 1, unitQuantity: 0 }, pay(-30)),
      400,
      `${LINE}/unitQuantity`,
      /is 0/,
    ],
    [
      "a line that the sale does not have",
      asked([{ parentSaleLineID: 7301, unitQuantity: -1 }], pay(-15)),
      409,
      `${LINE}/0/parentSaleLineID`,
      /it has 1, 2/,
    ],
    [
      "more than is left",
      asked({ parentSaleLineID: 1, unitQuantity: -4 }, pay(-60)),
      409,
      `${LINE}/unitQuantity`,
      /more than the 3 left/,
    ],
    [
      "a payment that leaves a balance",
      asked({ parentSaleLineID: 1, unitQuantity: -2 }, pay("-29.99")),
      409,
      `${PAYMENT}/amount`,
      /comes to -29\.99, but what is given back to -30\.00: send/,
    ],
    [
      "payments that leave a balance together",
      asked({ parentSaleLineID: 1, unitQuantity: -2 }, [pay(-20), pay(-9)]),
      409,
      PAYMENT,
      /comes to -29\.00, but what is given back to -30\.00/,
    ],
    [
      "a payment for no goods at all",
      asked([{ parentSaleLineID: 1, unitQuantity: -1 }], [pay(-30)]),
      409,
      `${PAYMENT}/0/amount`,
      /comes to -30\.00, but what is given back to -15\.00/,
    ],
    [
      "one of several payments without amount",
      asked({ parentSaleLineID: 1 }, [pay(-20), pay()]),
      400,
      `${PAYMENT}/1/amount`,
      /only a single payment can leave it out/,
    ],
    [
      "a line named twice",
      asked([{ parentSaleLineID: 1 }, { parentSaleLineID: "1" }], pay()),
      400,
      `${LINE}/1/parentSaleLineID`,
      /name each line once/,
    ],
    [
      "a tip",
      asked({ parentSaleLineID: 1 }, { ...pay(), tipAmount: -1 }),
      400,
      `${PAYMENT}/tipAmount`,
      /is not a known member/,
    ],
    [
      "a payment to the hotel",
      asked({ parentSaleLineID: 1, unitQuantity: -2 }, pay(30)),
      400,
      `${PAYMENT}/amount`,
      /send it negative/,
    ],
    [
      "a draft",
      { completed: false, SalePayments: { SalePayment: pay() } },
      400,
      "/completed",
      /send true/,
    ],
    [
      "no type of payment",
      { SalePayments: { SalePayment: { amount: -49.8 } } },
      400,
      `${PAYMENT}/paymentTypeID`,
      /add paymentTypeID/,
    ],
  ])(
    "refuses %s by name and writes nothing",
    async (_what, body, status, pointer, detail) => {
      const id = await ring();
      const before = await partner("GET", "/folios/001");
      const answer = await refund(id, body);
      expect(answer.status).toBe(status);
      expect(answer.json()["errors"]).toMatchObject([
        { pointer, detail: expect.stringMatching(detail) },
      ]);
      expect(await receipt(id)).toMatchObject({
        refundedAmount: "0.00",
        refunds: [],
      });
      const after = await partner("GET", "/folios/001");
      expect(after.json()).toEqual(before.json());
    },
  );

  test("refuses a sale that is not there", async () => {
    const answer = await refund("nothing", {
      SalePayments: { SalePayment: pay() },
    });
    expect(answer.status).toBe(404);
    expect(answer.json()["errors"]).toMatchObject([{ parameter: "saleID" }]);
  });
});
