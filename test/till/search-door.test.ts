import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { TILL_FAULTS } from "../../src/till/till-reply.ts";
import { PLAIN_ANSWER_HEADERS } from "../../src/http/security-headers.ts";
import { buildBill, buildPayment } from "../support/bill.ts";
import { partnerOf } from "../support/partner.ts";
import { buildProvisioning, KEY } from "../support/provisioning.ts";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";
import { send } from "../support/wire.ts";
import type { WireAnswer } from "../support/wire.ts";

const BAR_KEY = "bar-till-key-0123456789abcdefghijklmnopqr";
const OTHER_HOTEL_KEY = "other-hotel-key-0123456789abcdefghijklmno";
const WRONG_KEY = "wrong-till-key-0123456789abcdefghijklmnop";

let running: RunningApp;

beforeAll(async () => {
  const provisioning = buildProvisioning((property) => {
    property["businessLocations"] = [
      {
        id: "45454565682155",
        name: "Restaurant",
        apiKeys: [{ name: "till", key: KEY }],
      },
      {
        id: "777",
        name: "Bar",
        businessExternalReference: "this-integration",
        apiKeys: [{ name: "bar", key: BAR_KEY }],
      },
    ];
    property["houseAccounts"] = [
      { folioId: "EVENT-7", name: "Keller wedding", searchable: true },
      { folioId: "EVENT-8", name: "Keller secret", searchable: false },
    ];
    property["reservations"] = [
      {
        reservationId: "001",
        roomId: "101",
        roomDescription: "101 Double",
        clientName: "Mia Keller",
        creditLimit: "50.10",
      },
      { reservationId: "002", roomId: "101", clientName: "Jörg Müller" },
      {
        reservationId: "003",
        roomId: "1010",
        clientName: "Ana Núñez",
        blocked: true,
      },
      {
        reservationId: "004",
        roomId: "7",
        clientName: "Li 王 Keller",
        status: "due-in",
      },
      {
        reservationId: "005",
        roomId: "8",
        clientName: "Gone Keller",
        status: "checked-out",
      },
    ];
  });
  provisioning.properties.push({
    id: "other",
    name: "Other Hotel",
    currency: "JPY",
    timezone: "Asia/Tokyo",
    businessLocations: [
      {
        id: "888",
        name: "Sushi",
        apiKeys: [{ name: "till", key: OTHER_HOTEL_KEY }],
      },
    ],
    reservations: [
      {
        reservationId: "001",
        roomId: "101",
        clientName: "Other Keller",
        creditLimit: "5000",
      },
    ],
  });
  running = await startApp({
    provisioning,
    environment: { BASE_PATH: "/pms/v2" },
  });
});
afterAll(() => running.close());

function search(
  parameters: Record<string, string> | string,
  path = "/search",
): Promise<WireAnswer> {
  const query = new URLSearchParams(parameters).toString();
  return send(`${running.url}${path}?${query}`);
}

async function found(term: string, apiKey = KEY): Promise<string[]> {
  const answer = await search({ term, apiKey });
  expect(answer.status).toBe(200);
  const { reservations } = answer.json() as {
    reservations: { reservationId: string }[];
  };
  return reservations.map((one) => one.reservationId);
}

describe("a search at the till", () => {
  test("answers the guests in house and searchable house accounts, with all the till needs", async () => {
    const answer = await search(
      { term: "keller", apiKey: KEY },
      "/pms/v2/search",
    );
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      success: true,
      errorMessage: "",
      reservations: [
        {
          roomId: "101",
          roomDescription: "101 Double",
          clientName: "Mia Keller",
          reservationId: "001",
          creditLimit: 50.1,
          blocked: false,
        },
        expect.objectContaining({ reservationId: "EVENT-7", blocked: false }),
      ],
    });
  });

  test("finds by room and by any part of a name whatever the accents, the exact room first", async () => {
    expect(await found("101")).toEqual(["001", "002", "003"]);
    expect(await found("NUNEZ")).toEqual(["003"]);
    expect(await found("müll")).toEqual(["002"]);
    expect(await found("nobody")).toEqual([]);
    expect((await found(" ")).sort()).toEqual(["001", "002", "003", "EVENT-7"]);
    expect(await search({ apiKey: KEY })).toMatchObject({ status: 200 });
  });

  test("repeats the room where a reservation has no description of it", async () => {
    const answer = await search({ term: "Jörg", apiKey: KEY });
    expect(answer.json()["reservations"]).toMatchObject([
      { roomId: "101", roomDescription: "101" },
    ]);
  });

  test("tells what is left of a credit limit after a charge, tips excluded", async () => {
    const bill = buildBill({
      apiKey: KEY,
      payments: [buildPayment({ amount: 11, gratuity: 1 })],
    });
    await send(`${running.url}/charge`, {
      method: "POST",
      body: JSON.stringify(bill),
    });
    const answer = await search({ term: "Mia", apiKey: KEY });
    expect(answer.json()["reservations"]).toMatchObject([
      { creditLimit: 39.1 },
    ]);
  });

  test("never shows another hotel's guests", async () => {
    const answer = await search({ term: "keller", apiKey: OTHER_HOTEL_KEY });
    expect(answer.json()["reservations"]).toMatchObject([
      { clientName: "Other Keller", creditLimit: 5000 },
    ]);
  });

  test("is refused in the order of the table: method, key, shape, reference", async () => {
    const refused = async (answer: Promise<WireAnswer>) => {
      const { status, json } = await answer;
      return [status, json()["customerErrorMessage"]];
    };
    for (const method of ["POST", "HEAD", "DELETE"]) {
      const answer = await send(`${running.url}/search?apiKey=${KEY}`, {
        method,
      });
      expect([answer.status, answer.headers.allow]).toEqual([405, "GET"]);
    }
    const keyFailed = [401, "PMS key not accepted"];
    const long = "x".repeat(300);
    expect(await refused(search({ term: long }))).toEqual(keyFailed);
    expect(await refused(search({ term: "a", apiKey: WRONG_KEY }))).toEqual(
      keyFailed,
    );
    expect(await refused(search(`apiKey=${KEY}&apiKey=${KEY}`))).toEqual(
      keyFailed,
    );
    expect(
      await refused(
        send(`${running.url}/search?term=a`, {
          headers: { "X-Api-Key": KEY, Authorization: `Bearer ${KEY}` },
        }),
      ),
    ).toEqual(keyFailed);
    const malformed = [400, "PMS could not read the search"];
    const other = { apiKey: BAR_KEY, businessExternalReference: "another" };
    expect(await refused(search({ ...other, term: long }))).toEqual(malformed);
    expect(await refused(search(`apiKey=${KEY}&term=a&term=b`))).toEqual(
      malformed,
    );
    expect(await refused(search({ ...other, term: "a" }))).toEqual([
      403,
      "PMS is not set up for this restaurant",
    ]);
    const same = {
      apiKey: BAR_KEY,
      businessExternalReference: "this-integration",
    };
    expect((await search(same)).status).toBe(200);
  });
});

describe("what a till can be told", () => {
  test("all words fit the till: 1 to 50 code points, no ids, statuses it understands", () => {
    for (const [fault, { status, words }] of Object.entries(TILL_FAULTS)) {
      const length = [...words].length;
      expect({ fault, fits: length >= 1 && length <= 50 }).toEqual({
        fault,
        fits: true,
      });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(words).toMatch(/^[A-Za-z, ]+$/);
    }
  });

  test("the till's answers carry the same security headers as all others", async () => {
    const till = await search({ term: "a", apiKey: KEY });
    const other = await send(`${running.url}/healthz`);
    for (const [name, value] of Object.entries(PLAIN_ANSWER_HEADERS)) {
      expect([name, till.headers[name.toLowerCase()]]).toEqual([name, value]);
      expect([name, other.headers[name.toLowerCase()]]).toEqual([name, value]);
    }
    const added = (headers: object) =>
      Object.keys(headers)
        .filter((name) => /^(x-|cross-|origin-|refer|strict-)/.test(name))
        .sort();
    expect(added(till.headers)).toEqual(added(other.headers));
    expect(till.headers["x-powered-by"]).toBeUndefined();
  });
});

describe("too many failed keys from one address", () => {
  let limited: RunningApp;
  beforeAll(async () => {
    limited = await startApp({
      environment: { FAILED_KEYS_PER_MINUTE: "5", TRUST_PROXY: "loopback" },
    });
  });
  afterAll(() => limited.close());

  const attempt = (apiKey: string, address: string) =>
    send(`${limited.url}/search?term=a&apiKey=${apiKey}`, {
      headers: { "X-Forwarded-For": address },
    });

  test("are answered 429 with Retry-After, while a valid key is always served and others are not affected", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 7; count += 1) {
      statuses.push((await attempt(WRONG_KEY, "203.0.113.9")).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const refused = await attempt(WRONG_KEY, "203.0.113.9");
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect(refused.json()).toEqual({
      customerErrorMessage: "PMS key not accepted, try again later",
    });
    expect((await attempt(KEY, "203.0.113.9")).status).toBe(200);
    expect((await attempt(WRONG_KEY, "203.0.113.10")).status).toBe(401);
    const charge = await send(`${limited.url}/charge`, {
      method: "POST",
      headers: { "X-Forwarded-For": "203.0.113.9" },
      body: JSON.stringify(buildBill({ apiKey: WRONG_KEY })),
    });
    expect(charge.status).toBe(429);
  });

  test("are counted by the /64 of an IPv6 address", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) {
      const address = `2001:db8:1:2::${count + 1}`;
      statuses.push((await attempt(WRONG_KEY, address)).status);
    }
    expect(statuses.at(-1)).toBe(429);
    expect((await attempt(WRONG_KEY, "2001:db8:1:3::1")).status).toBe(401);
  });

  test("failed tokens are limited too, and a valid one is served", async () => {
    const wrong = partnerOf(limited.url, { token: WRONG_KEY });
    const statuses: number[] = [];
    for (let count = 0; count < 7; count += 1) {
      statuses.push((await wrong("GET", "")).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await partnerOf(limited.url)("GET", "")).status).toBe(200);
  });

  test("an address cannot be chosen by the sender unless a proxy is trusted", async () => {
    const direct = await startApp({
      environment: { FAILED_KEYS_PER_MINUTE: "2" },
    });
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1) {
      const answer = await send(`${direct.url}/search?apiKey=${WRONG_KEY}`, {
        headers: { "X-Forwarded-For": `198.51.100.${count}` },
      });
      statuses.push(answer.status);
    }
    await direct.close();
    expect(statuses).toEqual([401, 401, 429, 429]);
  });
});
