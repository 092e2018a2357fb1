import { randomBytes } from "node:crypto";
import { deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { StoreUnavailable } from "../../src/store/contract/errors.ts";
import { buildBill, buildLine, buildPayment } from "../support/bill.ts";
import { partnerOf } from "../support/partner.ts";
import { buildProvisioning, KEY } from "../support/provisioning.ts";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";
import { send } from "../support/wire.ts";
import type { WireAnswer } from "../support/wire.ts";

const SECOND_KEY = "second-till-key-0123456789abcdefghijklmno";
const REVOKED_KEY = "revoked-till-key-0123456789abcdefghijklmn";
const BAR_KEY = "bar-till-key-0123456789abcdefghijklmnopqr";
const WRONG_KEY = "wrong-till-key-0123456789abcdefghijklmnop";
const MIB = 1024 * 1024;

/** As many as a bill may have payments. */
const banquet = Array.from({ length: 100 }, (_, at) => `banquet-${at}`);

const provisioning = buildProvisioning((property) => {
  property["businessLocations"] = [
    {
      id: "45454565682155",
      name: "Restaurant",
      apiKeys: [
        { name: "till", key: KEY },
        { name: "second", key: SECOND_KEY },
        { name: "old", key: REVOKED_KEY },
      ],
    },
    {
      id: "777",
      name: "Bar",
      businessExternalReference: "this-integration",
      apiKeys: [{ name: "bar", key: BAR_KEY }],
    },
  ];
  property["reservations"] = [
    { reservationId: "001", roomId: "101", clientName: "Mia Keller" },
    {
      reservationId: "blocked",
      roomId: "102",
      clientName: "B",
      blocked: true,
    },
    {
      reservationId: "left",
      roomId: "103",
      clientName: "C",
      status: "checked-out",
    },
    {
      reservationId: "coming",
      roomId: "104",
      clientName: "D",
      status: "due-in",
    },
    ...banquet.map((reservationId) => ({
      reservationId,
      roomId: reservationId,
      clientName: "E",
    })),
  ];
});

let running: RunningApp;
let partner: ReturnType<typeof partnerOf>;

beforeAll(async () => {
  running = await startApp({
    provisioning,
    environment: { BASE_PATH: "/pms" },
  });
  partner = partnerOf(running.url);
  const keys = (await partner("GET", "/api-keys?query=name=old")).json();
  const [old] = keys["results"] as { id: string }[];
  await partner("DELETE", `/api-keys/${old!.id}`);
});
afterAll(() => running.close());

function post(
  body: Buffer | string | Record<string, unknown>,
  headers: Record<string, string> = {},
  path = "/charge",
): Promise<WireAnswer> {
  const bytes =
    typeof body === "string" || Buffer.isBuffer(body)
      ? body
      : JSON.stringify(body);
  return send(running.url + path, { method: "POST", headers, body: bytes });
}

const bill = (overrides: Record<string, unknown> = {}) =>
  buildBill({ apiKey: KEY, ...overrides });
const chargedTo = (reservationId: string | null, amount = 11) =>
  bill({ payments: [buildPayment({ amount, reservationId })] });

async function refusedSince(
  before: number,
): Promise<Record<string, unknown>[]> {
  const list = (
    await partner("GET", "/refused-receipts?orderBy=id&pageSize=5000")
  ).json();
  return (list["results"] as Record<string, unknown>[]).slice(before);
}
async function refusedCount(): Promise<number> {
  return (await refusedSince(0)).length;
}

/** What one request added to the refused receipts. */
async function refusedBy(act: () => Promise<WireAnswer>) {
  const before = await refusedCount();
  const answer = await act();
  return { answer, refused: await refusedSince(before) };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0);
}

function expectTillError(answer: WireAnswer, status: number, words: string) {
  expect([answer.status, answer.json()]).toEqual([
    status,
    { customerErrorMessage: words },
  ]);
}

describe("each row of what the till gets", () => {
  test("a bill is posted and acknowledged, at the root and below the base path", async () => {
    const sent = bill();
    const first = await post(sent, {}, "/pms/charge");
    expect(first.status).toBe(200);
    expect(first.json()).toMatchObject({
      status: "posted",
      bills: [{ folioId: "001", total: "12.00" }],
    });
    const again = await post(sent);
    expect(again.json()).toEqual({ ...first.json(), status: "replayed" });
  });

  test("a bill of a hundred lines for the most payers is on every folio, with every cent", async () => {
    const lines = Array.from({ length: 100 }, (_, at) =>
      buildLine({ sku: `S${at}`, amount: 25.01 + (at % 7) }),
    );
    const total = 100 * 2501 + 100 * sum(lines.map((_, at) => at % 7));
    const payments = banquet.map((reservationId, at) => {
      const cents = Math.floor(total / 100) + (at < total % 100 ? 1 : 0);
      return buildPayment({ reservationId, amount: cents / 100 });
    });
    const answer = await post(bill({ transactions: lines, payments }));
    expect(answer.json()).toMatchObject({ status: "posted" });
    const { bills } = answer.json() as {
      bills: { folioId: string; total: string }[];
    };
    expect(bills).toHaveLength(100);
    for (const { reservationId, amount } of payments) {
      const folio = (
        await partner("GET", `/folios/${String(reservationId)}`)
      ).json();
      expect(folio["balance"]).toBe(Number(amount).toFixed(2));
    }
    const cents = bills.map((one) => Math.round(Number(one.total) * 100));
    expect(sum(cents)).toBe(total);
  });

  test("another method is 405 and names the right one, whatever else is wrong", async () => {
    for (const method of ["GET", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
      const answer = await send(`${running.url}/charge`, {
        method,
        body: method === "GET" ? "" : "x".repeat(10),
      });
      expectTillError(answer, 405, "PMS does not know this request");
      expect(answer.headers.allow).toBe("POST");
    }
  });

  test("a body of exactly 1 MiB is read, one byte more is 413 and kept without its body", async () => {
    const padded = (size: number): string => {
      const text = JSON.stringify({ ...bill(), receipt: "", padding: "" });
      return text.replace(/""}$/, `"${"x".repeat(size - text.length)}"}`);
    };
    expect(Buffer.byteLength(padded(MIB))).toBe(MIB);
    expect((await post(padded(MIB))).status).toBe(200);

    const { answer, refused } = await refusedBy(() => post(padded(MIB + 1)));
    expectTillError(answer, 413, "Bill too large for PMS");
    expect(refused).toMatchObject([
      {
        reason: "too-large",
        httpStatus: 413,
        businessLocationId: "45454565682155",
        sizeBytes: MIB + 1,
        gross: null,
      },
    ]);
    const id = String(refused[0]!["id"]);
    expect((await partner("GET", `/refused-receipts/${id}/body`)).status).toBe(
      404,
    );
  });

  test("a body that is too large is 413 before its key is looked at, and not kept without one", async () => {
    const { answer, refused } = await refusedBy(() =>
      post("x".repeat(MIB + 1), { "Content-Type": "text/plain" }),
    );
    expectTillError(answer, 413, "Bill too large for PMS");
    expect(refused).toEqual([]);
  });

  test("a missing, wrong or misplaced key is 401 before type and shape, and nothing is kept", async () => {
    const withoutKey = buildBill();
    const { refused } = await refusedBy(async () => {
      const attempts = [
        post(withoutKey),
        post({ ...withoutKey, apiKey: WRONG_KEY }),
        post({ ...withoutKey, apiKey: "" }),
        post({ ...withoutKey, apiKey: 12 }),
        post({ ...withoutKey, apiKey: null }),
        post({ ...withoutKey, inner: { apiKey: KEY } }),
        post([{ ...withoutKey, apiKey: KEY }] as never),
        post(withoutKey, { "X-Api-Key": KEY }),
        post(withoutKey, { Authorization: `Bearer ${KEY}` }),
        post(withoutKey, {}, `/charge?apiKey=${KEY}`),
        post({ wrong: "shape" }, { "Content-Type": "text/plain" }),
        post("not json at all"),
        post(""),
      ];
      for (const attempt of attempts) {
        expectTillError(await attempt, 401, "PMS key not accepted");
      }
      return (await attempts[0])!;
    });
    expect(refused).toEqual([]);
  });

  test("a key elsewhere does not spoil the one in the body", async () => {
    const answer = await post(bill(), {}, `/charge?apiKey=${WRONG_KEY}`);
    expect(answer.status).toBe(200);
  });

  test("two keys of a location are valid at once", async () => {
    expect((await post(bill({ apiKey: SECOND_KEY }))).status).toBe(200);
    expect((await post(bill())).status).toBe(200);
  });

  test("an unreadable body has a sender only by exactly one distinct key that is valid", async () => {
    const key = (value: string): string => `"apiKey": "${value}"`;
    const nobody = [
      `{${key(WRONG_KEY)},`,
      `{${key(KEY)}, ${key(SECOND_KEY)},`,
      `{${key(KEY)}, ${key(WRONG_KEY)}}`,
      `{"apiKey": 5,`,
      `{"key": "${KEY}",`,
    ];
    for (const body of nobody) {
      expectTillError(await post(body), 401, "PMS key not accepted");
    }
    const somebody = [
      `{${key(KEY)},`,
      `{${key(KEY)}, "payments": [], ${key(KEY)}}`,
      `{${key(KEY)}, "payments": [{"a": 1, "a": 2}]}`,
      `{${key(KEY)}, "__proto__": {}}`,
      `{${key(KEY)}, "deep": ${"[".repeat(80)}${"]".repeat(80)}}`,
      Buffer.concat([
        Buffer.from(`{${key(KEY)}, "name": "`),
        Buffer.from([0xc3, 0x28]),
        Buffer.from(`"}`),
      ]),
    ];
    for (const body of somebody) {
      const { answer, refused } = await refusedBy(() => post(body));
      expectTillError(answer, 400, "PMS could not read the bill");
      expect(refused).toMatchObject([{ reason: "malformed", httpStatus: 400 }]);
      expect(refused[0]!["faults"]).toHaveLength(1);
    }
  });

  test("a body of the greatest size that breaks off among escaped quotes is 400 like any other", async () => {
    const head = `{"apiKey": "${KEY}", "receipt": "`;
    const body = head + '\\"'.repeat((MIB - head.length) >> 1);
    const { answer, refused } = await refusedBy(() => post(body));
    expectTillError(answer, 400, "PMS could not read the bill");
    expect(refused).toMatchObject([{ reason: "malformed", httpStatus: 400 }]);
  });

  test("an intact bill with a revoked key is 401 and kept; anything else with it is not", async () => {
    const intact = await refusedBy(() => post(bill({ apiKey: REVOKED_KEY })));
    expectTillError(intact.answer, 401, "PMS key not accepted");
    expect(intact.refused).toMatchObject([
      { reason: "key-revoked", httpStatus: 401 },
    ]);
    for (const body of [
      `{"apiKey": "${REVOKED_KEY}",`,
      JSON.stringify({ apiKey: REVOKED_KEY, payments: "none" }),
      JSON.stringify(bill({ apiKey: REVOKED_KEY })) + " ".repeat(MIB),
    ]) {
      const { answer, refused } = await refusedBy(() => post(body));
      expect([401, 413]).toContain(answer.status);
      expect(refused).toEqual([]);
    }
  });

  test("JSON of any name, none and an empty one are fine; another type is 415 and kept", async () => {
    for (const type of [
      "application/json",
      "application/json; charset=ISO-8859-1",
      "Application/JSON",
      "application/vnd.lightspeed+json",
      "",
    ]) {
      const answer = await post(bill(), { "Content-Type": type });
      expect([type, answer.status]).toEqual([type, 200]);
    }
    expect((await post(bill())).status).toBe(200);

    for (const type of ["text/plain", "application/xml", "json"]) {
      const { answer, refused } = await refusedBy(() =>
        post(bill({ payments: "also of a wrong shape" }), {
          "Content-Type": type,
        }),
      );
      expectTillError(answer, 415, "PMS expects JSON");
      expect(refused).toMatchObject([
        { reason: "wrong-content-type", httpStatus: 415 },
      ]);
    }
  });

  test("a compressed bill is posted; a bomb is 413, a broken one 401 or 400, an unknown compression 415 or 401", async () => {
    const packed = (coding: string, body: Buffer) =>
      post(body, { "Content-Encoding": coding });
    const text = (): Buffer => Buffer.from(JSON.stringify(bill()));
    expect((await packed("gzip", gzipSync(text()))).status).toBe(200);
    expect((await packed("deflate", deflateSync(text()))).status).toBe(200);
    const bomb = gzipSync(Buffer.alloc(60 * MIB, " "));
    expect((await packed("gzip", bomb)).status).toBe(413);
    expect((await packed("gzip", randomBytes(100))).status).toBe(401);
    const cut = gzipSync(Buffer.concat([text(), randomBytes(20_000)])).subarray(
      0,
      4_000,
    );
    expect((await packed("gzip", cut)).status).toBe(400);
    expect((await packed("br", randomBytes(100))).status).toBe(401);
    expect((await packed("br", text())).status).toBe(415);
  });

  test("a wrong shape is 400 and kept with pointer and fault, which the log tells too", async () => {
    const { answer, refused } = await refusedBy(() =>
      post(bill({ payments: [buildPayment({ amount: "11.00" })] }), {
        "X-Request-Id": "wrong-shape-1",
      }),
    );
    expectTillError(answer, 400, "PMS could not read the bill");
    expect(answer.headers["x-request-id"]).toBe("wrong-shape-1");
    const [kept] = refused;
    expect(kept).toMatchObject({ reason: "wrong-shape", httpStatus: 400 });
    const faults = kept!["faults"] as { pointer: string; fault: string }[];
    expect(faults.map((fault) => fault.pointer)).toEqual([
      "/payments/0/amount",
    ]);
    const line = running
      .logged()
      .find((one) => one["requestId"] === "wrong-shape-1");
    expect(line).toMatchObject({ reason: "wrong-shape", faults });
  });

  test("a number that cannot be kept exactly is a wrong shape", async () => {
    const text = JSON.stringify(bill()).replace(
      '"amount":11,',
      '"amount":11.0000000000000000001,',
    );
    const { answer, refused } = await refusedBy(() => post(text));
    expect(answer.status).toBe(400);
    expect(refused).toMatchObject([
      {
        reason: "wrong-shape",
        faults: [{ pointer: "/payments/0/amount" }],
      },
    ]);
  });

  test("another integration's reference is 403 and kept, before the guest is looked at", async () => {
    const named = (reference: string | null) =>
      buildBill({
        apiKey: BAR_KEY,
        businessExternalReference: reference,
        payments: [buildPayment({ amount: 11, reservationId: "nobody" })],
      });
    const { answer, refused } = await refusedBy(() => post(named("another")));
    expectTillError(answer, 403, "PMS is not set up for this restaurant");
    expect(refused).toMatchObject([
      { reason: "reference-mismatch", httpStatus: 403 },
    ]);
    expect((await post(named("this-integration"))).status).toBe(404);
    expect((await post(named(null))).status).toBe(404);
  });

  test("the same identity with other content is 409 and kept, before the guest is looked at", async () => {
    const sent = bill();
    expect((await post(sent)).status).toBe(200);
    const other = {
      ...sent,
      payments: [buildPayment({ amount: 12, reservationId: "nobody" })],
    };
    const { answer, refused } = await refusedBy(() => post(other));
    expectTillError(answer, 409, "Bill already posted differently");
    expect(refused).toMatchObject([
      { reason: "content-conflict", httpStatus: 409 },
    ]);
  });

  test.each([
    ["nobody", "reservation-unknown", 404, "Guest not found in PMS"],
    ["coming", "guest-due-in", 404, "Guest not found in PMS"],
    [null, "reservation-not-named", 404, "No guest named for room charge"],
    ["blocked", "guest-blocked", 403, "Room charge is blocked for this guest"],
    ["left", "guest-checked-out", 409, "Guest has checked out"],
  ] as const)("a debit for %s is refused as %s", async (...row) => {
    const [reservationId, reason, status, words] = row;
    const sent = chargedTo(reservationId);
    const { answer, refused } = await refusedBy(() => post(sent));
    expectTillError(answer, status, words);
    expect(refused).toMatchObject([
      { reason, httpStatus: status, gross: "11.00", attempts: 1 },
    ]);
    const again = await refusedBy(() => post(sent));
    expectTillError(again.answer, status, words);
    expect(again.refused).toEqual([]);
  });

  test("an idempotency key of any length tells one bill from another", async () => {
    const header = "X-Lightspeed-Idempotency-Key";
    const without = (amount: number) =>
      bill({
        uuid: null,
        fiscId: null,
        initialAccountId: null,
        payments: [buildPayment({ amount })],
      });
    const long = `LS1_${"k".repeat(400)}`;
    const first = await post(without(21), { [header]: long });
    expect(first.json()).toMatchObject({ status: "posted" });
    const same = await post(without(21), { [header]: long });
    expect(same.json()).toEqual({ ...first.json(), status: "replayed" });
    expect((await post(without(22), { [header]: long })).status).toBe(409);
    const other = await post(without(22), { [header]: `${long}x` });
    expect(other.status).toBe(200);
  });
});

describe("when the store cannot say that it is posted", () => {
  async function failing(
    verb: "takeCharge" | "keepUnreadable" | "searchGuests",
    error: Error,
    act: () => Promise<WireAnswer>,
  ): Promise<WireAnswer> {
    const store = running.app.store as unknown as Record<string, unknown>;
    store[verb] = () => Promise.reject(error);
    try {
      return await act();
    } finally {
      // What hid the method of the class is gone, the method is there again.
      Reflect.deleteProperty(store, verb);
    }
  }

  test.each([
    ["overloaded", "PMS busy, please post manually", null],
    ["draining", "PMS busy, please post manually", null],
    [
      "not-writable",
      "PMS unsure, check folio before posting",
      "PMS cannot be searched now",
    ],
  ] as const)(
    "%s is 503 with words that tell staff what to do",
    async (reason, words, ofSearch) => {
      const error = new StoreUnavailable(reason);
      const answer = await failing("takeCharge", error, () => post(bill()));
      expectTillError(answer, 503, words);
      expect(answer.headers["retry-after"]).toBe("5");
      const found = await failing("searchGuests", error, () =>
        send(`${running.url}/search?apiKey=${KEY}`),
      );
      expectTillError(found, 503, ofSearch ?? words);
    },
  );

  test("a bill that cannot be read nor kept is 503: nothing with a key is answered 4xx and forgotten", async () => {
    const error = new StoreUnavailable("not-writable");
    for (const body of [
      `{"apiKey":"${KEY}"`,
      JSON.stringify({ apiKey: KEY }),
    ]) {
      const answer = await failing("keepUnreadable", error, () => post(body));
      expect(answer.status).toBe(503);
    }
  });

  test("a fault of ours is 500 in the till's words; the bill is kept and the cause is in the log", async () => {
    const sent = bill();
    const { answer, refused } = await refusedBy(() =>
      failing("takeCharge", new Error("constraint failed: t.c"), () =>
        post(sent, { "X-Request-Id": "our-fault-1" }),
      ),
    );
    expectTillError(answer, 500, "PMS error, please post manually");
    expect(refused).toMatchObject([{ reason: "internal", httpStatus: 500 }]);
    const line = running.logged().find((one) => one["event"] === "till.failed");
    expect(line).toMatchObject({
      requestId: "our-fault-1",
      error: { message: "constraint failed: t.c" },
    });
    expect((await post(sent)).status).toBe(200);
  });
});

describe("what is kept of a refused bill", () => {
  test("the key is overwritten however it is spelled, everything else stays as it came", async () => {
    const escaped = `\\u0074${KEY.slice(1)}`;
    const text = JSON.stringify(
      bill({ name: `note ${KEY} note`, payments: "wrong" }),
    ).replace('"covers"', `"copy":"${escaped}","covers"`);
    const { refused } = await refusedBy(() => post(text));
    const id = String(refused[0]!["id"]);
    const kept = await partner("GET", `/refused-receipts/${id}/body`);
    expect(kept.status).toBe(200);
    expect(kept.headers["content-type"]).toBe("application/octet-stream");
    expect(kept.text).not.toContain(KEY);
    expect(kept.text).toHaveLength(text.length);
    const shown = JSON.parse(kept.text) as Record<string, unknown>;
    expect(shown["apiKey"]).toBe("*".repeat(KEY.length));
    expect(shown["name"]).toBe(`note ${"*".repeat(KEY.length)} note`);
    expect(shown["copy"]).toBe("*".repeat(escaped.length));
    expect(shown["ownerName"]).toBe("Manager");
  });
});

describe("what the log and the answers never tell", () => {
  test("no key, name, search term or body reaches the log", async () => {
    const guest = "Zyxwvut";
    await partner("PATCH", "/reservations", {
      headers: { "If-Match": "*" },
      body: [{ reservationId: "secret-id", roomId: "909", clientName: guest }],
    });
    await send(`${running.url}/search?term=${guest}&apiKey=${KEY}`);
    await send(`${running.url}/search?term=${guest}&apiKey=${WRONG_KEY}`);
    await post(bill({ ownerName: guest, apiKey: WRONG_KEY }));
    await post(bill({ ownerName: guest, payments: [guest] }));
    await post(`{"apiKey": "${KEY}", "name": "${guest}`);
    await post(chargedTo("nobody"), { "X-Lightspeed-Idempotency-Key": guest });
    const log = running.logText();
    for (const secret of [guest, KEY, WRONG_KEY, "secret-id", "term="]) {
      expect(log).not.toContain(secret);
    }
    expect(log).toContain('"route":"/search"');
  });

  test("every request is one line with an id that the answer carries too", async () => {
    const answer = await post(bill(), { "X-Request-Id": "not a sane id!" });
    const id = answer.headers["x-request-id"];
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const lines = running.logged().filter((one) => one["requestId"] === id);
    expect(lines).toMatchObject([
      {
        event: "request.answered",
        method: "POST",
        route: "/charge",
        status: 200,
        outcome: "posted",
        businessLocationId: "45454565682155",
      },
    ]);
  });
});
