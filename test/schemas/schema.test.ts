import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { nearestName } from "../../src/schemas/nearest-name.ts";
import type { ChargeRequest } from "../../src/schemas/generated.ts";
import { compileSchema, FAULTS_MAX } from "../../src/schemas/schema.ts";

const checkBill = compileSchema<ChargeRequest>("ChargeRequest");
const checkProvisioning = compileSchema("Provisioning");

const KEY = "a-key-that-nobody-may-ever-see-0001";

test("every schema is one: a start does not look", () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  const folder = new URL("../../schemas/", import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  expect(files.length).toBeGreaterThan(40);
  for (const file of files)
    ajv.addSchema(
      JSON.parse(readFileSync(new URL(file, folder), "utf8")) as object,
      file,
    );
});

describe("what a till sends", () => {
  test("a bill of the published kind fits", () => {
    expect(checkBill(example("ChargeRequest"))).toEqual([]);
    expect(checkBill.accepts(example("ChargeRequest"))).toBe(true);
  });

  test("every member but the key and the money may be null", () => {
    const nothing = (name: string) =>
      Object.fromEntries(memberNames(name).map((member) => [member, null]));
    const bill = {
      ...nothing("ChargeRequest"),
      apiKey: KEY,
      transactions: [
        { ...nothing("ChargeLine"), amount: 6 },
        { ...nothing("ChargeLine"), quantity: -1, unitAmount: 5 },
        { amount: 1, taxLines: [nothing("TaxLine")] },
      ],
      payments: [{ ...nothing("ChargePayment"), amount: 0 }],
    };
    expect(checkBill(bill)).toEqual([]);
    expect(checkBill({ apiKey: KEY, payments: [] })).toEqual([]);
  });

  test("members, line types and payment methods of tomorrow are let through", () => {
    const bill = billWith({
      loyalty: { points: 4 },
      transactions: [{ amount: 1, type: "Voucher", origin: ["bar"] }],
      payments: [{ amount: 1, methodCode: "NEXT", wallet: true }],
      serviceCharge: { amount: 1, type: "NO_SERVICE_CHARGE", rule: 7 },
    });
    expect(checkBill(bill)).toEqual([]);
  });

  test.each([
    0,
    962442041491505,
    9223372036854775807n,
    "9223372036854775807",
    "987938217632",
  ])("an id may be written as %p", (id) => {
    const groupId = typeof id === "bigint" ? Number(id) : id;
    expect(
      checkBill(billWith({ transactions: [{ amount: 1, groupId }] })),
    ).toEqual([]);
  });

  test.each([-1, 1.5, 1e20, "A12", "", "12345678901234567890", true, {}])(
    "%p is no id",
    (deviceId) => {
      expect(checkBill(billWith({ deviceId }))).toEqual([
        expect.objectContaining({ pointer: "/deviceId" }),
      ]);
    },
  );

  test.each([
    "2022-09-01T12:25:36.161Z",
    "2021-01-01T00:00:00Z",
    "2016-01-13T06:00:00",
    "2024-02-29T23:59:59+01:00",
    "2026-11-21T18:44:12.905123-0330",
  ])("%s is a moment", (closeDate) => {
    const payments = [{ amount: 1, paymentDate: closeDate }];
    expect(checkBill(billWith({ closeDate, payments }))).toEqual([]);
  });

  test.each([
    "",
    "yesterday",
    "2026-11-21",
    "2026-02-30T10:00:00Z",
    "2026-04-31T10:00:00Z",
    "2026-13-01T10:00:00Z",
    "2026-11-21T24:00:00Z",
    "2026-11-21 10:00:00Z",
    "2026-11-21T10:00:00Z\n",
    1795286652,
  ])("%p is no closing time", (closeDate) => {
    expect(checkBill(billWith({ closeDate }))).toEqual([
      expect.objectContaining({ pointer: "/closeDate" }),
    ]);
  });

  test("a payment may be dated with a whole number", () => {
    const payments = [
      { amount: 1, paymentDate: 1795286652 },
      { amount: 1, paymentDate: 1795286652905 },
    ];
    expect(checkBill(billWith({ payments }))).toEqual([]);
  });

  test("a wrong shape is told by place, finding and remedy", () => {
    const bill = {
      apiKey: 5,
      covers: "2",
      serviceCharge: 7,
      transactions: [{ quantity: 1 }, { amount: "9.00" }, 4],
      payments: [{ amount: null, staffId: true }, {}],
    };
    expect(byPointer(checkBill(bill))).toEqual({
      "/apiKey": ["is an integer", "send a string"],
      "/covers": ["is a string of 1 character", "send a number or null"],
      "/serviceCharge": ["is an integer", "send an object or null"],
      "/transactions/0/unitAmount": [
        "is missing",
        "expected: A line without amount needs quantity and unitAmount as numbers",
      ],
      "/transactions/1/amount": [
        "is a string of 4 characters",
        "send a number or null",
      ],
      "/transactions/2": ["is an integer", "send an object"],
      "/payments/0/amount": ["is null", "send a number"],
      "/payments/0/staffId": [
        "is a boolean",
        "send an integer, a string or null",
      ],
      "/payments/1/amount": ["is missing", "add amount"],
    });
  });

  test.each([1e12, -1e12, 1e300])(
    "an amount of %p is out of range",
    (amount) => {
      expect(checkBill(billWith({ payments: [{ amount }] }))).toEqual([
        expect.objectContaining({ fault: "is a number out of range" }),
      ]);
    },
  );

  test("a bill has at most 2,000 lines and 100 payments", () => {
    const lines = (many: number) => Array(many).fill({ amount: 0.01 });
    const payments = (many: number) => Array(many).fill({ amount: 0.01 });
    expect(
      checkBill(
        billWith({ transactions: lines(2000), payments: payments(100) }),
      ),
    ).toEqual([]);
    expect(
      byPointer(
        checkBill(
          billWith({ transactions: lines(2001), payments: payments(101) }),
        ),
      ),
    ).toEqual({
      "/transactions": ["is an array of 2001 items", "send at most 2000 items"],
      "/payments": ["is an array of 101 items", "send at most 100 items"],
    });
  });
});

describe("faults", () => {
  test("no fault quotes what was sent", () => {
    const guest = "Mia Keller";
    const wrong = {
      managementTokens: [
        { name: [guest], token: "short-" + guest, scopes: [guest] },
      ],
      properties: [
        {
          id: guest,
          name: { guest },
          currency: guest,
          timezone: 7,
          dayEndsAt: guest,
          houseAccounts: [
            { folioId: `house:${guest}`, name: "", creditLimit: guest },
          ],
        },
      ],
    };
    const told = JSON.stringify([
      checkProvisioning(wrong),
      checkBill({ apiKey: [KEY], payments: KEY, closeDate: guest, name: 1 }),
    ]);
    expect(told).toContain("/properties/0/houseAccounts/0/folioId");
    expect(told).not.toMatch(/Mia|Keller|nobody-may/);
  });

  test("an unknown member is named, with the known one that was probably meant", () => {
    const wrong = {
      managementToken: [],
      properties: [
        {
          id: "demo",
          name: "Hotel Demo",
          currency: "CHF",
          timezone: "Europe/Zurich",
          dayEndAt: "05:00",
          "a/b~c": 1,
        },
      ],
    };
    expect(byPointer(checkProvisioning(wrong))).toEqual({
      "/managementToken": [
        "is not a known member",
        "did you mean managementTokens?",
      ],
      "/properties/0/dayEndAt": [
        "is not a known member",
        "did you mean dayEndsAt?",
      ],
      "/properties/0/a~1b~0c": [
        "is not a known member",
        expect.stringMatching(/^leave it out; known here: id, name, currency/),
      ],
    });
  });

  test("a choice of forms is told once", () => {
    const codes = compileSchema("TransactionCodes");
    expect(
      byPointer(
        codes({
          accountingGroups: { "1": 7, "2": { rates: { "7,7": "2001" } } },
        }),
      ),
    ).toEqual({
      "/accountingGroups/1": ["is an integer", "send a string or an object"],
      "/accountingGroups/2/rates/7,7": [
        "has a name that is not allowed here",
        "expected: A tax rate in per cent as decimal text, such as 7.7",
      ],
    });
    const account = compileSchema("HouseAccount");
    expect(
      byPointer(account({ folioId: "E", name: "E", creditLimit: 5 })),
    ).toEqual({
      "/creditLimit": ["is an integer", "send a string or null"],
    });
    expect(
      account({ folioId: "E", name: "E", creditLimit: "-5" }),
    ).toHaveLength(1);
  });

  test("no more faults are listed than a person reads", () => {
    const payments = Array.from({ length: 100 }, () => ({}));
    expect(checkBill(billWith({ payments }))).toHaveLength(FAULTS_MAX);
  });

  test("a body made to have a million faults gets to know one, quickly", () => {
    const started = performance.now();
    const transactions = Array<number>(500_000).fill(0);
    expect(
      checkBill({ ...billWith({ transactions }), apiKey: 1 }),
    ).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("minus zero is no amount of money", () => {
    const money = compileSchema("MoneyText");
    for (const text of ["0", "0.00", "-0.01", "-12.00", "1200"]) {
      expect(money(text)).toEqual([]);
    }
    for (const text of [
      "-0",
      "-0.00",
      "+1",
      "01",
      "1.",
      ".5",
      "1e3",
      "1,00",
      "",
    ]) {
      expect(money(text)).toHaveLength(1);
    }
  });
});

test.each([
  ["qty", "quantity"],
  ["Amount", "amount"],
  ["line_id", "lineId"],
  ["reservatonId", "reservationId"],
  ["bussinessLocationId", "businessLocationId"],
  ["aegis", null],
])("%s was probably meant as %s", (name, meant) => {
  const known = [
    "quantity",
    "amount",
    "lineId",
    "reservationId",
    "businessLocationId",
  ];
  expect(nearestName(name, known)).toBe(meant);
  expect(nearestName(name.repeat(1000), known)).toBeNull();
});

function billWith(members: object): object {
  return { apiKey: KEY, payments: [{ amount: 1 }], ...members };
}

function byPointer(faults: ReturnType<typeof checkBill>) {
  return Object.fromEntries(
    faults.map(({ pointer, fault, remedy }) => [pointer, [fault, remedy]]),
  );
}

interface SchemaFile {
  properties: object;
  examples: unknown[];
}

function schemaFile(name: string): SchemaFile {
  const file = new URL(`../../schemas/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as SchemaFile;
}

function memberNames(name: string): string[] {
  return Object.keys(schemaFile(name).properties);
}

function example(name: string): unknown {
  return schemaFile(name).examples[0];
}
