import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { buildBill, buildPayment } from "../support/bill.ts";
import { partnerOf } from "../support/partner.ts";
import { buildProvisioning, KEY } from "../support/provisioning.ts";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";
import { send } from "../support/wire.ts";
import { until } from "../support/until.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

let running: RunningApp;
let partner: ReturnType<typeof partnerOf>;
let now = Date.parse("2026-11-20T21:00:00Z");
/** What the app does every hour, and once a minute after it started. */
const hourly: (() => void)[] = [];
const soon: (() => void)[] = [];
const { setInterval, setTimeout } = globalThis;

beforeAll(async () => {
  globalThis.setInterval = ((act: () => void, everyMs: number) => {
    if (everyMs === HOUR_MS) hourly.push(act);
    return setInterval(act, everyMs);
  }) as typeof setInterval;
  globalThis.setTimeout = ((act: () => void, afterMs: number) => {
    if (afterMs === MINUTE_MS) soon.push(act);
    return setTimeout(act, afterMs);
  }) as typeof setTimeout;
  running = await startApp({
    provisioning: buildProvisioning(),
    environment: { BODY_DAYS: "30", GUEST_DAYS: "60" },
    clock: { now: () => now },
  });
  partner = partnerOf(running.url);
});
afterAll(async () => {
  Object.assign(globalThis, { setInterval, setTimeout });
  await running.close();
});

function pass(days: number): void {
  now += days * DAY_MS;
  for (const act of hourly) act();
}

const issueKey = (name: string, key = "bar-1") =>
  partner("POST", "/api-keys", {
    body: { name, businessLocationId: "45454565682155" },
    headers: { "Idempotency-Key": key },
  });

test("a refused bill whose body has expired can only be dismissed, and says so", async () => {
  const bill = buildBill({
    apiKey: KEY,
    payments: [buildPayment({ amount: 11, reservationId: "nobody" })],
  });
  const body = JSON.stringify(bill);
  const refused = await send(`${running.url}/charge`, { method: "POST", body });
  expect(refused.status).toBe(404);
  const query = encodeURIComponent(`fiscId = ${String(bill["fiscId"])}`);
  const dates = encodeURIComponent(" && receivedAt > 2026-11-01");
  const list = await partner("GET", `/refused-receipts?query=${query}${dates}`);
  const [{ id }] = list.json()["results"] as [{ id: string }];
  const item = async () =>
    (await partner("GET", `/refused-receipts/${id}`)).json();
  expect((await item())["remedy"]).not.toContain("expired");
  pass(31);
  await until(async () =>
    String((await item())["remedy"]).includes("has expired"),
  );
  const decide = (act: string, body: unknown) =>
    partner("POST", `/refused-receipts/${id}/${act}`, {
      body,
      headers: { "Idempotency-Key": act },
    });
  const reposted = await decide("repost", { folioId: "001" });
  expect([reposted.status, reposted.json()["code"]]).toEqual([
    409,
    "refused_unreadable",
  ]);
  expect((await item())["status"]).toBe("open");
  const dismissed = await decide("dismiss", { reason: "posted by hand" });
  expect(dismissed.status).toBe(200);
});

test("the answer to a request is given again for 90 days under its key, then the key is free", async () => {
  const first = await issueKey("bar");
  expect(first.status).toBe(201);
  pass(89);
  expect((await issueKey("bar")).json()).toEqual(first.json());
  const other = await issueKey("terrace");
  expect([other.status, other.json()["code"]]).toEqual([
    409,
    "idempotency_conflict",
  ]);
  // Older ones, more than are forgotten at once.
  await running.insert(
    "idempotent_requests",
    Array.from({ length: 1001 }, (_, at) => [
      "demo",
      "test",
      String(at),
      "",
      Buffer.alloc(1),
      at,
    ]),
  );
  pass(2);
  await until(async () => (await issueKey("terrace")).status === 201);
});

test("the name of a guest is forgotten so many days after check-out; who is in house, due in or came back stays known, and so does what was charged", async () => {
  const change = (reservations: object[]) =>
    partner("PATCH", "/reservations", {
      body: reservations,
      headers: { "If-Match": "*" },
    });
  const stay = (reservationId: string, status: string) => ({
    reservationId,
    status,
    roomId: "9",
    clientName: `Guest ${reservationId}`,
  });
  const left = Array.from({ length: 501 }, (_, at) => `L${at}`);
  await change([
    ...left.map((id) => stay(id, "in-house")),
    stay("in", "in-house"),
    stay("due", "due-in"),
    stay("back", "checked-out"),
  ]);
  const bill = buildBill({
    apiKey: KEY,
    payments: [buildPayment({ amount: 11, reservationId: "L0" })],
  });
  const body = JSON.stringify(bill);
  await send(`${running.url}/charge`, { method: "POST", body });
  await change(
    left.map((reservationId) => ({ reservationId, status: "checked-out" })),
  );
  const named = async () => {
    const query = encodeURIComponent('clientName ~ "Guest "');
    const list = await partner(
      "GET",
      `/reservations?query=${query}&pageSize=1000`,
    );
    const found = list.json()["results"] as { reservationId: string }[];
    return found.map(({ reservationId }) => reservationId).sort();
  };
  pass(59);
  await change([{ reservationId: "back", roomId: "10" }]);
  expect(await named()).toHaveLength(504);
  pass(2);
  await until(async () => (await named()).length < 504);
  await until(async () => (await named()).length === 3);
  expect(await named()).toEqual(["back", "due", "in"]);
  const folio = (await partner("GET", "/folios/L0")).json();
  expect(folio["balance"]).toBe("11.00");
});

test("what is due goes a minute after the start as well, so that a process which never lives an hour keeps house", async () => {
  expect(soon.length).toBeGreaterThan(0);
  expect((await issueKey("soon", "soon")).status).toBe(201);
  now += 91 * DAY_MS;
  expect((await issueKey("other", "soon")).status).toBe(409);
  for (const act of soon) act();
  await until(async () => (await issueKey("other", "soon")).status === 201);
});
