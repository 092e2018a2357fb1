import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, test } from "@jest/globals";
import { Backlog } from "../../src/http/backlog.ts";
import { createListener } from "../../src/http/server.ts";
import { openForWriting } from "../../src/store/sqlite/connection.ts";
import { buildBill } from "../support/bill.ts";
import { KEY, TOKEN } from "../support/provisioning.ts";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";
import { until } from "../support/until.ts";

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
  test("is nothing while there are few, however long the store takes", async () => {
    const till = new ManyCharges();
    await till.send(64);
    till.now = 60_000;
    expect(till.backlog.queuedMs()).toBe(0);
  });

  test("is those under way at the pace of late, whether that is fast or slow", async () => {
    const till = new ManyCharges();
    await till.send(100);
    await till.answerAndSend(4_000, { everyMs: 0.5 });
    expect(till.backlog.queuedMs()).toBeCloseTo(50, 0);
    await till.answerAndSend(1_000, { everyMs: 10 });
    expect(till.backlog.queuedMs()).toBeGreaterThan(980);
    expect(till.backlog.queuedMs()).toBeLessThan(1_020);
  });

  test("does not count the time without a queue", async () => {
    const till = new ManyCharges();
    await till.send(100);
    await till.answerAndSend(2_000, { everyMs: 1 });
    await till.answer(50);
    await till.answerAndSend(20, { everyMs: 400 });
    await till.send(50);
    // A millisecond each, as when there was one.
    expect(till.backlog.queuedMs()).toBeGreaterThan(90);
    expect(till.backlog.queuedMs()).toBeLessThan(101);
  });

  test("does not go by the pace of a queue long ago: a disk that was slow then may be fast now", async () => {
    const till = new ManyCharges();
    await till.send(100);
    await till.answerAndSend(100, { everyMs: 500 });
    expect(till.backlog.queuedMs()).toBeGreaterThan(40_000);
    await till.answer(100);
    till.now += 10_001;
    await till.send(100);
    till.now += 1;
    // At 500 a second.
    expect(till.backlog.queuedMs()).toBeGreaterThan(190);
    expect(till.backlog.queuedMs()).toBeLessThan(210);
  });
});

describe("a charge in a queue", () => {
  test("is begun after all that came before it, and not before the store has room", async () => {
    const till = new ManyCharges();
    await till.send(300);
    expect(till.begun).toEqual(upTo(256));
    await till.answer(20);
    expect(till.begun).toEqual(upTo(276));
  });

  test("is sent away, and not begun, when its turn would come so late that it could not be answered in time", async () => {
    const till = new ManyCharges();
    await till.send(260);
    till.now += 1_601;
    await till.send(1);
    await till.answer(100);
    expect(till.sentAway).toEqual([256, 257, 258, 259]);
    expect(till.begun).toEqual([...upTo(256), 260]);
  });

  test("is sent away also while the store answers nothing at all", async () => {
    const till = new ManyCharges();
    await till.send(258);
    till.now += 1_601;
    await until(() => till.sentAway.length === 2);
    expect(till.begun).toEqual(upTo(256));
  });

  test("is begun however late where there are few: a process that was stopped goes on", async () => {
    const till = new ManyCharges();
    const sent = till.send(10);
    till.now += 60_000;
    await sent;
    expect(till.begun).toEqual(upTo(10));
  });
});

test("connections that wait while the server is busy are let in several a turn", async () => {
  running = await startApp();
  const { server } = running.app;
  const { port } = new URL(running.url);
  let letIn = 0;
  server.on("connection", () => (letIn += 1));
  // This thread, the server's, is busy until all of them are connected: the system takes them, the server does not.
  const connected = new Int32Array(new SharedArrayBuffer(4));
  const guests = new Worker(CONNECT_64, {
    eval: true,
    workerData: { port: Number(port), connected },
  });
  await once(guests, "online");
  expect(Atomics.wait(connected, 0, 0, 30_000)).not.toBe("timed-out");
  const before = letIn;
  let turns = 0;
  for (; letIn < before + 64 && turns < 1_000; turns += 1) await nextTurn();
  expect(letIn).toBe(before + 64);
  expect(turns).toBeLessThan(32);
  await guests.terminate();
});

const CONNECT_64 = `
  const { connect } = require("node:net");
  const { port, connected } = require("node:worker_threads").workerData;
  let count = 0;
  for (let guest = 0; guest < 64; guest += 1)
    connect(port, "127.0.0.1", () => {
      count += 1;
      if (count < 64) return;
      Atomics.store(connected, 0, 1);
      Atomics.notify(connected, 0);
    });
`;

test("connections beyond CONNECTIONS_MAX are cut off, whichever handle took them", async () => {
  running = await startApp({ environment: { CONNECTIONS_MAX: "20" } });
  const { hostname, port } = new URL(running.url);
  const open = () => {
    const socket = connect(Number(port), hostname);
    socket.on("error", () => undefined).resume();
    return socket;
  };
  const guests = Array.from({ length: 21 }, open);
  await Promise.race(guests.map((guest) => once(guest, "close")));
  expect(guests.filter(({ closed }) => closed)).toHaveLength(1);
  for (const guest of guests) guest.destroy();
});

test("a second server on a port is told so, and takes nothing from the first", async () => {
  running = await startApp();
  const { hostname: host, port } = new URL(running.url);
  const second = createListener(
    (_request, response) => response.writeHead(500).end(),
    { connectionsMax: 10 },
  );
  await expect(second.start({ host, port: Number(port) })).rejects.toThrow(
    `Port ${port} of ${host} is in use`,
  );
  for (let look = 0; look < 20; look += 1) {
    const answer = await fetch(`${running.url}/readyz`, {
      headers: { Connection: "close" },
    });
    expect(answer.status).toBe(200);
  }
});

/** Charges that are answered when the test says so, on a clock that the test moves. */
class ManyCharges {
  now = 0;
  readonly backlog = new Backlog(() => this.now);
  readonly begun: number[] = [];
  readonly sentAway: number[] = [];
  #sent = 0;
  #open: (() => void)[] = [];

  async send(charges: number): Promise<void> {
    for (; charges > 0; charges -= 1) {
      const name = this.#sent++;
      const answered = this.backlog.run(() => {
        this.begun.push(name);
        return new Promise<void>((resolve) => this.#open.push(resolve));
      });
      answered.catch(() => this.sentAway.push(name));
    }
    await nextTurn();
  }

  async answer(charges: number): Promise<void> {
    for (const leave of this.#open.splice(0, charges)) leave();
    await nextTurn();
    await nextTurn();
  }

  async answerAndSend(
    charges: number,
    { everyMs }: { everyMs: number },
  ): Promise<void> {
    for (; charges > 0; charges -= 1) {
      this.now += everyMs;
      await this.answer(1);
      await this.send(1);
    }
  }
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

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
