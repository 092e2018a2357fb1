import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { partnerOf } from "../support/partner.ts";
import { buildProvisioning, KEY } from "../support/provisioning.ts";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";
import { send } from "../support/wire.ts";
import type { WireAnswer } from "../support/wire.ts";

let running: RunningApp;
let partner: ReturnType<typeof partnerOf>;

beforeAll(async () => {
  running = await startApp({
    provisioning: buildProvisioning((property) => {
      property["reservations"] = ["001", "002", "leaving"].map((id) => ({
        reservationId: id,
        roomId: id,
        clientName: `Guest ${id}`,
      }));
    }),
  });
  partner = partnerOf(running.url);
});
afterAll(() => running.close());

type Body = Record<string, unknown>;

async function ring(bill: Bill): Promise<string> {
  const answer = await send(`${running.url}/charge`, {
    method: "POST",
    body: JSON.stringify({ ...bill, apiKey: KEY }),
  });
  expect(answer.status).toBe(200);
  return String(answer.json()["receiptId"]);
}

function refund(
  body: unknown,
  key: string = randomUUID(),
): Promise<WireAnswer> {
  return partner("POST", "/refunds", {
    body,
    headers: { "Idempotency-Key": key },
  });
}

const receipt = async (id: string) =>
  (await partner("GET", `/receipts/${id}`)).json() as Body & { lines: Body[] };
const balance = async (id: string) =>
  (await partner("GET", `/folios/${id}`)).json()["balance"];
const refundable = async (id: string) =>
  (await receipt(id)).lines.map((line) => line["refundable"]);
const faultOf = (answer: WireAnswer) => {
  const { code, errors } = answer.json() as { code: string; errors: Body[] };
  return { status: answer.status, code, ...errors[0] };
};

/** Section 7 of the reference. */
function schnitzel(reservationId = "001"): Bill {
  const food = { sku: "S", taxRate: 1.07, taxName: "7%" };
  const beer = { sku: "P", taxRate: 1.19, taxName: "19%" };
  return buildBill({
    transactions: [
      buildLine({
        ...food,
        description: "Schnitzel",
        quantity: 3,
        amount: 44.7,
      }),
      buildLine({ ...beer, description: "Pils", quantity: 2, amount: 9.6 }),
      buildLine({ ...food, amount: -4.47, type: "AccountDiscount" }),
      buildLine({ ...beer, amount: -0.96, type: "AccountDiscount" }),
    ],
    payments: [buildPayment({ amount: 48.87, gratuity: 5, reservationId })],
  });
}

describe("a refund made here", () => {
  test("follows the worked example from the first piece to a folio of nothing", async () => {
    const before = await balance("001");
    const id = await ring(schnitzel());
    const one = await refund({
      receiptId: id,
      reason: "Cold",
      lines: [{ lineId: "1", quantity: "1" }],
    });
    expect(one.status).toBe(201);
    expect(one.json()).toMatchObject({
      kind: "quantity",
      status: "posted",
      receiptRef: { id },
      folioRef: { id: "001" },
      reservationRef: { id: "001" },
      customerRef: { id: "001", name: "Guest 001" },
      totalAmount: "13.41",
      taxAmount: "0.88",
      subTotal: "12.53",
      totalDiscount: "1.49",
      discountPercentage: "10.00",
      lines: [
        {
          originalLineRef: { id: "1" },
          description: "Schnitzel",
          quantity: "1",
          unitAmount: "14.90",
          discountAmount: "1.49",
          totalAmount: "13.41",
          taxes: [{ rate: "7", amount: "0.88" }],
        },
      ],
      remaining: {
        amount: "35.46",
        tip: "5.00",
        lines: [
          { lineId: "1", quantity: "2", amount: "26.82" },
          { lineId: "2", quantity: "2", amount: "8.64" },
        ],
      },
    });
    const asked = { receiptId: id, reason: "Flat" };
    const two = await refund({
      ...asked,
      lines: [{ lineId: "2", amount: 5 }],
    });
    expect(two.json()).toMatchObject({
      totalAmount: "5.00",
      taxAmount: "0.80",
    });
    const three = await refund({
      ...asked,
      lines: [{ lineId: "2", quantity: 1 }],
    });
    expect(faultOf(three)).toEqual({
      status: 409,
      code: "refund_refused",
      pointer: "/lines/0/quantity",
      rule: "quantity-over-rest",
      detail: "would be 4.32, more than the 3.64 left of this line",
      remaining: { amount: "3.64", quantity: "0.842" },
    });
    const four = await refund({ ...asked, lines: [{ lineId: "2" }] });
    expect(four.json()).toMatchObject({
      totalAmount: "3.64",
      taxAmount: "0.58",
    });
    const five = await refund({
      ...asked,
      lines: [{ lineId: "1", quantity: "3" }],
    });
    expect(faultOf(five)).toMatchObject({
      status: 409,
      remaining: { amount: "26.82", quantity: "2" },
    });
    const six = await refund({ receiptId: id });
    expect(six.json()).toMatchObject({
      kind: "full",
      totalAmount: "26.82",
      taxAmount: "1.75",
      tipAmount: "0.00",
    });
    const seven = await refund({ receiptId: id, tip: "5.00" });
    expect(seven.json()).toMatchObject({
      kind: "tip",
      totalAmount: "5.00",
      balances: [{ folioId: "001", balance: before }],
    });
    expect(await receipt(id)).toMatchObject({
      refundedAmount: "53.87",
      refunds: [one, two, four, six, seven].map((answer) => ({
        id: answer.json()["id"],
        status: "posted",
      })),
      bills: [{ folioId: "001", total: "53.87" }],
    });
    const again = await refund({ receiptId: id });
    expect(faultOf(again)).toMatchObject({ rule: "nothing-left" });
  });

  test("is shown as it was made, in the list too, with its postings linked", async () => {
    const id = await ring(schnitzel());
    const made = (await refund({ receiptId: id })).json();
    const { remaining, balances, notice, ...shown } = made;
    expect([remaining, balances, notice]).not.toContain(undefined);
    const one = await partner("GET", `/refunds/${String(made["id"])}`);
    expect(one.json()).toEqual(shown);
    const query = encodeURIComponent(`id = ${String(made["id"])}`);
    const list = await partner("GET", `/refunds?query=${query}`);
    expect(list.json()).toMatchObject({ totalResults: 1, results: [shown] });
    const own = encodeURIComponent(`receiptId = ${id}`);
    const postings = (
      await partner("GET", `/postings?query=${own}&orderBy=postingId`)
    ).json()["results"] as Body[];
    const back = postings.filter((posting) => posting["reverses"] !== null);
    expect(back.map((posting) => posting["gross"])).toEqual([
      "-44.70",
      "-9.60",
      "4.47",
      "0.96",
    ]);
  });

  test("of all that is left takes back what was given away and taken off again too, and a piece is worth what it was rung up for", async () => {
    const line = (sku: string, quantity: number, amount: number, more = {}) =>
      buildLine({ sku, description: sku, quantity, amount, ...more });
    const id = await ring(
      buildBill({
        transactions: [
          line("Soup", 3, 27),
          line("Cake", 1, 6),
          line("Tea", 1, 4),
          line("Water", 2, 8),
          line("Cake", 1, -6, { type: "LineDiscount" }),
          line("Soup", -1, -9),
          line("Tea", -1, -4),
        ],
        payments: [buildPayment({ amount: 26, reservationId: "002" })],
      }),
    );
    expect((await refundable(id)).slice(0, 4)).toEqual([
      { quantity: "2", amount: "18.00" },
      { quantity: "0", amount: "0.00" },
      { quantity: "0", amount: "0.00" },
      { quantity: "2", amount: "8.00" },
    ]);
    const soup = { lineId: "1", quantity: "1" };
    const one = await refund({ receiptId: id, reason: "Cold", lines: [soup] });
    expect(one.json()).toMatchObject({
      totalAmount: "9.00",
      lines: [{ quantity: "1", unitAmount: "9.00", discountAmount: "0.00" }],
    });
    const rest = await refund({ receiptId: id, reason: "All of it" });
    expect(rest.status).toBe(201);
    expect(rest.json()).toMatchObject({
      totalAmount: "17.00",
      lines: [
        { description: "Soup", quantity: "1", totalAmount: "9.00" },
        { description: "Cake", quantity: "1", totalAmount: "0.00" },
        { description: "Tea", quantity: "0", totalAmount: "0.00" },
        { description: "Water", quantity: "2", totalAmount: "8.00" },
      ],
    });
    const postings = (
      await partner("GET", `/postings?query=receiptId%3D${id}&pageSize=100`)
    ).json()["results"] as { description: string; quantity: string }[];
    const sums = new Map<string, number>();
    for (const { description, quantity } of postings)
      sums.set(description, (sums.get(description) ?? 0) + Number(quantity));
    expect([...sums.values()]).toEqual([0, 0, 0, 0]);
  });

  test("is the same for a repeat, whatever came between, and another request under its key is a conflict", async () => {
    const id = await ring(schnitzel());
    const asked = { receiptId: id, lines: [{ lineId: "1", quantity: "1" }] };
    const first = await refund(asked, "again-1");
    await refund({ receiptId: id, lines: [{ lineId: "2" }] });
    const second = await refund(asked, "again-1");
    expect([second.status, second.json()]).toEqual([200, first.json()]);
    const other = await refund({ ...asked, tip: "1" }, "again-1");
    expect(faultOf(other)).toMatchObject({
      status: 409,
      code: "idempotency_conflict",
    });
    // What was refused burns no key.
    const most = { receiptId: id, lines: [{ lineId: "1", quantity: "9" }] };
    expect((await refund(most, "again-2")).status).toBe(409);
    const less = { receiptId: id, lines: [{ lineId: "1", quantity: "2" }] };
    expect((await refund(less, "again-2")).status).toBe(201);
    const keyless = await partner("POST", "/refunds", { body: asked });
    expect(faultOf(keyless)).toMatchObject({ code: "idempotency_key_missing" });
  });

  test("takes a folio's share only where one is named, else of each in proportion", async () => {
    const id = await ring(
      buildBill({
        transactions: [buildLine({ amount: 30 })],
        payments: [
          buildPayment({ amount: 20, reservationId: "001" }),
          buildPayment({ amount: 10, reservationId: "002" }),
        ],
      }),
    );
    const all = await refund({ receiptId: id, amount: "3", reason: "Slow" });
    expect(all.json()).toMatchObject({
      folioRef: null,
      bills: [
        { folioId: "001", total: "2.00" },
        { folioId: "002", total: "1.00" },
      ],
    });
    const asked = { receiptId: id, folioId: "002", reason: "Slow" };
    const most = await refund({ ...asked, amount: "9.01" });
    expect(faultOf(most)).toMatchObject({
      rule: "amount-over-rest",
      remaining: { amount: "9.00" },
    });
    const own = await refund({ ...asked, amount: "9.00" });
    expect(own.json()).toMatchObject({ folioRef: { id: "002" } });
    const none = await refund({ receiptId: id, folioId: "leaving" });
    expect(faultOf(none)).toMatchObject({
      rule: "folio-not-on-receipt",
      pointer: "/folioId",
    });
  });

  test("of what is on no guest's folio, or on that of one who has left, is settled outside", async () => {
    const cash = await ring(
      buildBill({
        payments: [
          buildPayment({
            amount: 11,
            methodCode: "CASH",
            methodName: "Cash",
            reservationId: null,
          }),
        ],
      }),
    );
    expect(faultOf(await refund({ receiptId: cash }))).toMatchObject({
      status: 409,
      rule: "only-external",
      detail: expect.stringMatching(/send external: true$/),
    });
    const left = await ring(schnitzel("leaving"));
    const before = await balance("leaving");
    await partner("PATCH", "/reservations", {
      body: [{ reservationId: "leaving", status: "checked-out" }],
      headers: { "If-Match": "*" },
    });
    expect(faultOf(await refund({ receiptId: left }))).toMatchObject({
      rule: "folio-checked-out",
    });
    for (const id of [cash, left]) {
      const made = await refund({ receiptId: id, external: true });
      expect(made.json()).toMatchObject({
        external: true,
        folioRef: { id: "house:45454565682155" },
        customerRef: null,
      });
    }
    // Of a card that paid nothing, because a tip was taken off, nothing can go back.
    const share = await ring(
      buildBill({
        transactions: [buildLine({ amount: 10 })],
        payments: [
          buildPayment({ amount: 5 }),
          buildPayment({
            amount: 5,
            gratuity: -5,
            methodCode: "CARD",
            methodName: "Card",
            reservationId: null,
          }),
        ],
      }),
    );
    expect(faultOf(await refund({ receiptId: share }))).toMatchObject({
      status: 409,
      rule: "only-external",
      detail: expect.stringContaining("send external: true"),
    });
    expect(await balance("leaving")).toBe(before);
    const clearing = (
      await partner("GET", "/folios/house:45454565682155")
    ).json() as { postings: Body[] };
    const outside = clearing.postings.filter(
      (posting) => posting["methodCode"] === "EXTERNAL",
    );
    expect(outside.map((posting) => posting["gross"])).toEqual([
      "48.87",
      "11.00",
    ]);
  });
});

describe("a request that is wrong", () => {
  test.each<[string, Body, string, RegExp]>([
    [
      "qty",
      { lines: [{ lineId: "1", qty: 1 }] },
      "/lines/0/qty",
      /did you mean quantity/,
    ],
    [
      "a quantity outside a line",
      { quantity: 1 },
      "/quantity",
      /belongs into each of lines/,
    ],
    [
      "a tip inside a line",
      { lines: [{ lineId: "1", tip: 1 }] },
      "/lines/0/tip",
      /belongs beside lines/,
    ],
    [
      "a negative quantity",
      { lines: [{ lineId: "1", quantity: -1 }] },
      "/lines/0/quantity",
      /the refund gives the sign/,
    ],
    [
      "a quantity of 0",
      { lines: [{ lineId: "1", quantity: 0 }] },
      "/lines/0/quantity",
      /is 0/,
    ],
    [
      "no number",
      { lines: [{ lineId: "1", quantity: "NaN" }] },
      "/lines/0/quantity",
      /no decimal number/,
    ],
    ["an empty number", { tip: "" }, "/tip", /no decimal number/],
    [
      "four decimals of a quantity",
      { lines: [{ lineId: "1", quantity: "0.1234" }] },
      "/lines/0/quantity",
      /at most 3/,
    ],
    [
      "three decimals of money",
      { amount: "1.005", reason: "x" },
      "/amount",
      /at most 2/,
    ],
    [
      "more digits than JSON keeps",
      { amount: "@1.0000000000000000001", reason: "x" },
      "/amount",
      /send it as text/,
    ],
    [
      "quantity and amount",
      { lines: [{ lineId: "1", quantity: 1, amount: 1 }], reason: "x" },
      "/lines/0/amount",
      /one of the two/,
    ],
    [
      "lines and amount",
      { lines: [{ lineId: "1" }], amount: "1", reason: "x" },
      "/amount",
      /one of the two/,
    ],
    ["an object for a list", { lines: { lineId: "1" } }, "/lines", /an object/],
    ["an empty list", { lines: [] }, "/lines", /at least 1 item/],
    [
      "a line twice",
      { lines: [{ lineId: "1" }, { lineId: "1" }] },
      "/lines/1/lineId",
      /given twice/,
    ],
    ["an amount without reason", { amount: "1" }, "/reason", /with a reason/],
    ["markup", { reason: "<b>" }, "/reason", /Without markup|expected/],
  ])("is refused by name: %s", async (_what, body, pointer, detail) => {
    const id = await ring(schnitzel("002"));
    const text = JSON.stringify({ receiptId: id, ...body });
    const answer = await refund(text.replace(/"@([\d.]+)"/, "$1"));
    expect(faultOf(answer)).toMatchObject({
      status: 400,
      code: "body_invalid",
      pointer,
      detail: expect.stringMatching(detail) as unknown,
    });
    expect((await receipt(id))["refundedAmount"]).toBe("0.00");
  });

  test("about another line, another kind of line, a void or an unknown receipt changes nothing", async () => {
    const bill = schnitzel("002");
    const id = await ring(bill);
    const line = (lineId: string) => ({ receiptId: id, lines: [{ lineId }] });
    expect(faultOf(await refund(line("9")))).toMatchObject({
      status: 409,
      rule: "line-unknown",
      pointer: "/lines/0/lineId",
      detail: "is no line of this receipt: it has 1, 2",
    });
    expect(faultOf(await refund(line("3")))).toMatchObject({
      rule: "line-not-sold",
    });
    const made = await refund({ receiptId: id, lines: [{ lineId: "2" }] });
    const back = await ring(voidOf(bill));
    for (const receiptId of [back, String(made.json()["id"])])
      expect(faultOf(await refund({ receiptId }))).toMatchObject({
        status: 409,
        rule: "not-a-sale",
        pointer: "/receiptId",
      });
    expect(faultOf(await refund({ receiptId: id }))).toMatchObject({
      rule: "nothing-left",
    });
    for (const receiptId of ["1", "none"])
      expect(faultOf(await refund({ receiptId }))).toMatchObject({
        status: 404,
        pointer: "/receiptId",
      });
  });
});

describe("the till", () => {
  test("that takes back a receipt reverses the refund made of it; its reversal is in the same list", async () => {
    const before = await balance("001");
    const bill = schnitzel();
    const id = await ring(bill);
    const made = (
      await refund({ receiptId: id, lines: [{ lineId: "2" }] })
    ).json();
    const back = await ring(voidOf(bill));
    expect(await balance("001")).toBe(before);
    const one = await partner("GET", `/refunds/${String(made["id"])}`);
    expect(one.json()).toMatchObject({ status: "reversed" });
    const till = await partner("GET", `/refunds/${back}`);
    expect(till.json()).toMatchObject({
      origin: "till",
      kind: "full",
      status: "posted",
      receiptRef: { id },
      totalAmount: "53.87",
      tipAmount: "5.00",
      taxAmount: "4.01",
      totalDiscount: "5.43",
      lines: [
        { originalLineRef: { id: "1" }, totalAmount: "40.23", quantity: "3" },
        { originalLineRef: { id: "2" }, totalAmount: "8.64" },
      ],
    });
    expect(await receipt(id)).toMatchObject({
      refundedAmount: "53.87",
      refunds: [{ status: "reversed" }, { id: back, status: "posted" }],
    });
    expect(await refundable(id)).toEqual(
      Array(4).fill({ quantity: "0", amount: "0.00" }),
    );
  });

  test("that takes back what was settled outside leaves a flag and the amount", async () => {
    const bill = schnitzel();
    const id = await ring(bill);
    const asked = { receiptId: id, external: true, lines: [{ lineId: "2" }] };
    const made = (await refund(asked)).json();
    await ring(voidOf(bill));
    const one = await partner("GET", `/refunds/${String(made["id"])}`);
    expect(one.json()).toMatchObject({
      status: "posted",
      overRefunded: "8.64",
    });
    expect((await receipt(id))["flags"]).toContain("over-refunded");
  });
});

test("two clerks at the last piece: one gets it, the other is told what is left", async () => {
  const id = await ring(schnitzel("002"));
  await refund({ receiptId: id, lines: [{ lineId: "2" }] });
  await refund({ receiptId: id, lines: [{ lineId: "1", quantity: "2" }] });
  const last = { receiptId: id, lines: [{ lineId: "1", quantity: "1" }] };
  const both = await Promise.all([refund(last), refund(last)]);
  const answers = both.sort((a, b) => a.status - b.status);
  expect(answers.map(({ status }) => status)).toEqual([201, 409]);
  expect(answers[0].json()).toMatchObject({ totalAmount: "13.41" });
  expect(faultOf(answers[1])).toMatchObject({
    remaining: { amount: "0.00", quantity: "0" },
  });
});
