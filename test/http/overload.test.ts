import { join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { Backlog } from "../../src/http/backlog.ts";
import { openForWriting } from "../../src/store/sqlite/connection.ts";
import { buildBill } from "../support/bill.ts";
import { KEY, TOKEN } from "../support/provisioning.ts";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";

let running: RunningApp | null = null;
afterEach(async () => {
  await running?.close();
  running = null;
});

const BUSY = "PMS busy, please post manually";

test("while charges queue up, lists and reports are sent away first, then searches, charges last; what was taken is posted once", async () => {
  running = await startApp();
  const { url, dataDir } = running;
  // Another process is writing: nothing is answered until it is done.
  const other = openForWriting(join(dataDir, "store.sqlite"));
  other.exec("BEGIN IMMEDIATE");
  const taken: Promise<Response>[] = [];
  const queue = async (seconds: number): Promise<void> => {
    while ((await backlogSeconds()) <= seconds)
      for (let bills = 0; bills < 50; bills += 1)
        taken.push(charge(buildBill()));
  };
  const search = () => fetch(`${url}/search?apiKey=${KEY}&term=keller`);

  await queue(0.5);
  const list = await staff("postings");
  const report = await staff("business-dates/2026-11-20");
  expect([list.status, report.status]).toEqual([503, 503]);
  expect(list.headers.get("Retry-After")).not.toBeNull();
  expect((await staff("folios/001")).status).toBe(200);

  await queue(1);
  expect((await search()).status).toBe(503);

  await queue(2);
  const refused = await charge(buildBill());
  expect(refused.status).toBe(503);
  expect(await refused.json()).toEqual({ customerErrorMessage: BUSY });

  other.exec("ROLLBACK");
  other.close();
  const ids = new Set<string>();
  let sentAway = 1;
  for (const answer of await Promise.all(taken)) {
    const said = (await answer.json()) as Record<string, string>;
    if (answer.status === 200) ids.add(said["receiptId"]!);
    else if (said["customerErrorMessage"] === BUSY) sentAway += 1;
  }
  expect(await metrics()).toContain(
    `pms_charges_refused_total{reason="overloaded"} ${sentAway}`,
  );
  const listed = await staff("receipts?pageSize=1");
  const { totalResults } = (await listed.json()) as { totalResults: number };
  expect(ids.size).toBe(totalResults);
  expect((await search()).status).toBe(200);
}, 60_000);

describe("what is queued before a charge", () => {
  test("is nothing while there are few, however long the store takes", () => {
    let now = 0;
    const backlog = new Backlog(() => now);
    for (let charges = 0; charges < 64; charges += 1) backlog.enter();
    now = 60_000;
    expect(backlog.queuedMs()).toBe(0);
  });

  test("is those under way at the pace of late, whether that is fast or slow", () => {
    let now = 0;
    const backlog = new Backlog(() => now);
    const leave: (() => void)[] = [];
    const enter = (charges: number): void => {
      for (; charges > 0; charges -= 1) leave.push(backlog.enter());
    };
    enter(100);
    for (let answered = 0; answered < 4_000; answered += 1) {
      now += 0.5;
      leave.shift()!();
      enter(1);
    }
    expect(backlog.queuedMs()).toBeCloseTo(50, 0);
    for (let answered = 0; answered < 1_000; answered += 1) {
      now += 10;
      leave.shift()!();
      enter(1);
    }
    expect(backlog.queuedMs()).toBeGreaterThan(980);
    expect(backlog.queuedMs()).toBeLessThan(1_020);
  });

  test("does not count the time without any", () => {
    let now = 0;
    const backlog = new Backlog(() => now);
    for (let answered = 0; answered < 2_000; answered += 1) {
      const leave = backlog.enter();
      now += 1;
      leave();
      now += 1_000;
    }
    for (let charges = 0; charges < 100; charges += 1) backlog.enter();
    expect(backlog.queuedMs()).toBeCloseTo(100, 0);
  });
});

function charge(bill: object): Promise<Response> {
  return fetch(`${running!.url}/charge`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...bill, apiKey: KEY }),
  });
}

function staff(path: string): Promise<Response> {
  return fetch(`${running!.url}/v1/properties/demo/${path}`, {
    headers: { Authorization: `Bearer ${TOKEN}` },
  });
}

async function metrics(): Promise<string> {
  const answer = await fetch(`${running!.url}/metrics`, {
    headers: { Authorization: `Bearer ${TOKEN}` },
  });
  return answer.text();
}

async function backlogSeconds(): Promise<number> {
  const text = await metrics();
  return Number(/^pms_backlog_seconds (\S+)$/m.exec(text)?.[1]);
}
