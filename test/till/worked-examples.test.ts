import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import request from "supertest";
import { buildProvisioning, KEY, TOKEN } from "../support/provisioning.ts";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";
import { workedExamples } from "../support/worked-examples.ts";
import type { WorkedExample } from "../support/worked-examples.ts";

interface Posting {
  receiptId: string;
  kind: string;
  tax: string;
  gross: string;
}

describe("the worked examples of the contract, sent by a till and read back by a hotel", () => {
  let running: RunningApp;

  beforeAll(async () => {
    const guests = workedExamples.flatMap((_, index) =>
      ["001", "002", "limit-50"].map((name) => ({
        reservationId: `${index}-${name}`,
        roomId: "101",
        clientName: "Mia Keller",
        status: "in-house",
        ...(name === "limit-50" ? { creditLimit: "50.00" } : {}),
      })),
    );
    const provisioning = buildProvisioning((property) => {
      property["reservations"] = guests;
      property["transactionCodes"] = {
        fallback: "9000",
        gratuity: "9100",
        serviceCharge: "9200",
        discount: "9300",
        payments: { CASH: "8000" },
        accountingGroups: { "962442041491505": "2000" },
      };
    });
    running = await startApp({ provisioning });
  });
  afterAll(() => running.close());

  const read = async (path: string): Promise<Record<string, unknown>> => {
    const response = await request(running.url)
      .get(`/v1/properties/demo/${path}`)
      .set("Authorization", `Bearer ${TOKEN}`);
    expect(response.status).toBe(200);
    return response.body as Record<string, unknown>;
  };

  /** Every example has guests of its own, so that folios show what it did and nothing else. */
  const sentAs = (
    example: WorkedExample,
    index: number,
  ): Record<string, unknown>[] =>
    example.bills.map((bill) => ({
      ...bill,
      apiKey: KEY,
      payments: bill.payments.map((payment) => ({
        ...payment,
        reservationId:
          typeof payment["reservationId"] === "string"
            ? `${index}-${payment["reservationId"]}`
            : null,
      })),
    }));

  test.each(
    workedExamples.map(
      (example, index) => [example.name, example, index] as const,
    ),
  )("%s", async (_name, example, index) => {
    let answer: Record<string, unknown> = {};
    for (const bill of sentAs(example, index)) {
      const response = await request(running.url).post("/charge").send(bill);
      expect(response.status).toBe(200);
      answer = response.body as Record<string, unknown>;
    }
    expect(answer["flags"]).toEqual(example.flags ?? []);
    const receiptId = answer["receiptId"] as string;
    expect(await read(`receipts/${receiptId}`)).toMatchObject({
      gross: example.gross,
      tax: example.tax,
      tips: example.tips,
      serviceCharge: example.serviceCharge ?? "0.00",
    });
    for (const [name, balance] of Object.entries(example.folios)) {
      const folio = await read(`folios/${index}-${name}`);
      expect([name, folio["balance"]]).toEqual([name, balance]);
      if (name !== "001" || example.folioTax === undefined) continue;
      const own = (folio["postings"] as Posting[]).filter(
        (posting) => posting.receiptId === receiptId,
      );
      const cents = own.reduce(
        (sum, posting) => sum + Math.round(Number(posting.tax) * 100),
        0,
      );
      expect((cents / 100).toFixed(2)).toBe(example.folioTax);
    }
    expect(await read("folios/house:45454565682155")).toMatchObject({
      balance: "0.00",
    });
  });
});
