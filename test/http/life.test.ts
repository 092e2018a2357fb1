import { once } from "node:events";
import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import { connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { openStore } from "../../src/store/open-store.ts";
import { readConfig } from "../../src/config.ts";
import { createApp } from "../../src/app.ts";
import { createLog } from "../../src/log.ts";
import { systemClock } from "../../src/clock.ts";
import { buildBill } from "../support/bill.ts";
import { partnerOf } from "../support/partner.ts";
import { until } from "../support/until.ts";
import { buildProvisioning, KEY, TOKEN } from "../support/provisioning.ts";
import { provision, startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";
import { send } from "../support/wire.ts";
import type { WireAnswer } from "../support/wire.ts";

const METRICS_TOKEN = "metrics-token-0123456789abcdefghijklmnop";
const NARROW_TOKEN = "narrow-token-0123456789abcdefghijklmnopq";

const open: RunningApp[] = [];
const start = async (
  ...given: Parameters<typeof startApp>
): Promise<RunningApp> => {
  const running = await startApp(...given);
  open.push(running);
  return running;
};
afterEach(async () => {
  for (const running of open.splice(0)) await running.close();
});

const bearer = (token: string) => ({
  headers: { Authorization: `Bearer ${token}` },
});

describe("stopping", () => {
  test("lets a charge in flight finish and takes no new connection", async () => {
    const running = await start();
    const slow = await openCharge(running, buildBill({ apiKey: KEY }));
    const stopped = running.app.stop();
    await expect(send(`${running.url}/healthz`)).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const answer = await slow.finish();
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect(answer).toContain('"status":"posted"');
    await stopped;
  });

  test("answers 503 to what comes on a connection that is still open, and closes it", async () => {
    const running = await start();
    const slow = await openCharge(running, buildBill({ apiKey: KEY }));
    const stopped = running.app.stop();
    // A till may send the next request before it has read the answer to the last.
    const late = JSON.stringify(buildBill({ apiKey: KEY }));
    const head = (line: string, length: number) =>
      `${line} HTTP/1.1\r\nHost: till\r\nContent-Length: ${length}\r\n\r\n`;
    const answer = await slow.finish(head("POST /charge", late.length) + late);
    const [first, second] = answer.split("HTTP/1.1 ").slice(1);
    expect(first).toMatch(/^200 /);
    expect(second).toMatch(/^503 /);
    expect(second).toContain("PMS busy, please post manually");
    expect(second).toMatch(/Connection: close/i);
    await stopped;
  });

  test("posts no charge that begins after the stop, whatever connection it comes on", async () => {
    const running = await start();
    const stopped = running.app.stop();
    const answer = await new Promise<WireAnswer>((resolve, reject) => {
      // Straight to the doors: as a request that was parsed just before its connection would have been closed.
      const door = createServer(
        running.app.server.listeners("request").at(-1) as RequestListener,
      );
      door.listen(0, "127.0.0.1", () => {
        const { port } = door.address() as { port: number };
        send(`http://127.0.0.1:${port}/charge`, {
          method: "POST",
          body: JSON.stringify(buildBill({ apiKey: KEY })),
        })
          .then(async (charge) => {
            const readyz = await send(`http://127.0.0.1:${port}/readyz`);
            expect(readyz.status).toBe(503);
            expect(readyz.json()).toEqual({ status: "not-ready" });
            return charge;
          })
          .then(resolve, reject)
          .finally(() => door.close());
      });
    });
    expect(answer.status).toBe(503);
    expect(answer.headers.connection).toBe("close");
    expect(answer.json()).toEqual({
      customerErrorMessage: "PMS busy, please post manually",
    });
    await stopped;
  });

  test("answers what the store has taken before it closes, and the next start knows it", async () => {
    const running = await start({ watchesContract: false });
    const bills = Array.from({ length: 40 }, () => buildBill({ apiKey: KEY }));
    const answers = bills.map((bill) =>
      send(`${running.url}/charge`, {
        method: "POST",
        body: JSON.stringify(bill),
      }).then(
        (answer) => answer.status,
        () => "refused",
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 15));
    await running.app.stop();
    const statuses = await Promise.all(answers);
    const acknowledged = bills.filter((_, index) => statuses[index] === 200);

    const { config, secrets } = readConfig({
      PORT: "0",
      DATA_DIR: running.dataDir,
      LOG_LEVEL: "silent",
    });
    const log = createLog({ level: "silent" });
    const again = await createApp(config, secrets, { log });
    const { port } = await again.start();
    for (const bill of acknowledged) {
      const replay = await send(`http://127.0.0.1:${port}/charge`, {
        method: "POST",
        body: JSON.stringify(bill),
      });
      expect(replay.json()).toMatchObject({ status: "replayed" });
    }
    await again.stop();
  });

  test("cuts a connection that does not end within the time given", async () => {
    const running = await start({
      watchesContract: false,
      environment: { SHUTDOWN_TIMEOUT_MS: "300" },
    });
    const stuck = await openCharge(running, buildBill({ apiKey: KEY }));
    const began = performance.now();
    await running.app.stop();
    expect(performance.now() - began).toBeLessThan(5_000);
    stuck.socket.destroy();
  });

  test("has one patience for all that is under way: a request, and a token that Lightspeed does not send", async () => {
    let asked = 0;
    const silent = createServer(() => (asked += 1));
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const access = {
      ...{ api: "v2", baseUrl: url, tokenUrl: `${url}/token` },
      ...{ clientId: "hotel", clientSecret: "a secret of the client" },
      refreshToken: "a token that was typed in",
    };
    const running = await start({
      watchesContract: false,
      environment: {
        SHUTDOWN_TIMEOUT_MS: "4000",
        ALLOW_PRIVATE_TARGETS: "true",
      },
      provisioning: buildProvisioning((property) => {
        const [location] = property["businessLocations"] as object[];
        Object.assign(location!, { lightspeed: access });
      }),
    });
    try {
      await until(() => asked > 0);
      const stuck = await openCharge(running, buildBill({ apiKey: KEY }));
      const began = performance.now();
      await running.app.stop();
      expect(performance.now() - began).toBeLessThan(7_500);
      stuck.socket.destroy();
    } finally {
      silent.closeAllConnections();
      silent.close();
    }
  });
});

describe("a till that hangs up in the middle of a bill", () => {
  test("has what it sent kept for staff, since it closes the bill all the same", async () => {
    const running = await start();
    const bill = { apiKey: KEY, ...buildBill() };
    const body = JSON.stringify(bill);
    const till = await openCharge(running, bill);
    till.socket.write(body.slice(10, body.length - 20));
    till.socket.end();
    till.socket.destroySoon();
    const partner = partnerOf(running.url);
    await until(async () => {
      const { results } = (await partner("GET", "/refused-receipts")).json();
      return (results as { reason: string }[]).some(
        ({ reason }) => reason === "malformed",
      );
    });
  });
});

describe("starting", () => {
  test("on a port that is taken fails with what to do, and holds nothing open", async () => {
    const first = await start();
    const { port } = new URL(first.url);
    await expect(startApp({ environment: { PORT: port } })).rejects.toThrow(
      /in use: stop what listens there/,
    );
  });
});

describe("watching", () => {
  test("says alive to all, ready to all, and details only to whom may see them", async () => {
    const running = await start({
      environment: { METRICS_TOKEN },
      provisioning: withNarrowToken(),
    });
    const { url } = running;
    expect((await send(`${url}/healthz`)).json()).toEqual({ status: "ok" });
    expect((await send(`${url}/readyz`)).json()).toEqual({ status: "ready" });
    for (const token of [TOKEN, METRICS_TOKEN]) {
      const detailed = await send(`${url}/readyz`, bearer(token));
      expect(detailed.json()).toEqual({
        status: "ready",
        store: { state: "ready", writable: true, queued: 0 },
        lightspeed: [],
      });
      expect((await send(`${url}/metrics`, bearer(token))).status).toBe(200);
    }
    const narrow = await send(`${url}/readyz`, bearer(NARROW_TOKEN));
    expect(narrow.json()).toEqual({ status: "ready" });
    expect((await send(`${url}/metrics`, bearer(NARROW_TOKEN))).status).toBe(
      403,
    );
    expect((await send(`${url}/metrics`)).status).toBe(401);
    expect((await send(`${url}/metrics`, bearer("x".repeat(40)))).status).toBe(
      401,
    );
    expect((await send(`${url}/metrics`, { method: "POST" })).status).toBe(405);
  });

  test("counts charges by outcome and refusals by reason, on a port of its own without a token", async () => {
    const metricsPort = await freePort();
    const running = await start({
      environment: { METRICS_PORT: String(metricsPort) },
    });
    const charge = (bill: object) =>
      send(`${running.url}/charge`, {
        method: "POST",
        body: JSON.stringify(bill),
      });
    const bill = buildBill({ apiKey: KEY });
    await charge(bill);
    await charge(bill);
    await charge({ apiKey: KEY });
    await charge({});
    const { text } = await send(`http://127.0.0.1:${metricsPort}/metrics`);
    for (const line of [
      'pms_requests_total{route="/charge",method="POST",status="200",outcome="posted"} 1',
      'pms_requests_total{route="/charge",method="POST",status="200",outcome="replayed"} 1',
      'pms_charges_refused_total{reason="wrong-shape"} 1',
      'pms_charges_refused_total{reason="key-not-accepted"} 1',
      'pms_failed_keys_total{door="till"} 1',
      'pms_receipts_flagged_total{flag="unmapped"} 1',
      'pms_receipts_flagged_total{flag="out-of-balance"} 0',
      "pms_charges_answered_503_found_total 0",
      'pms_charge_duration_seconds_count{outcome="posted"} 1',
      "pms_store_queue_depth 0",
      "pms_store_writable 1",
    ]) {
      expect(text.split("\n")).toContain(line);
    }
    expect(text).toMatch(/pms_store_batch_size_count [1-9]/);
    const elsewhere = await send(`http://127.0.0.1:${metricsPort}/search`);
    expect(elsewhere.status).toBe(404);
  });
});

describe("who may call", () => {
  test("a key revoked here is refused at once; one revoked by another process within 2 s", async () => {
    const running = await start();
    const search = async (key: string) =>
      (await send(`${running.url}/search?apiKey=${key}`)).status;
    const partner = partnerOf(running.url);
    const issued = await partner("POST", "/api-keys", {
      headers: { "Idempotency-Key": "k-1" },
      body: { name: "terrace", businessLocationId: "45454565682155" },
    });
    expect(issued.status).toBe(201);
    const { key, id } = issued.json() as { key: string; id: string };
    expect(await search(key)).toBe(200);
    expect((await partner("DELETE", `/api-keys/${id}`)).status).toBe(204);
    expect(await search(key)).toBe(401);

    const other = await openStore({
      databaseUrl: null,
      dataDir: running.dataDir,
      ...readConfig({ DATA_DIR: running.dataDir }).secrets,
      clock: systemClock,
      observer: {
        batchCommitted: () => undefined,
        answered503Found: () => undefined,
        failed: () => undefined,
        recovered: () => undefined,
      },
    });
    const { apiKeys } = await other.loadAccess();
    const till = apiKeys.find((one) => one.name === "till")!;
    expect(await search(KEY)).toBe(200);
    await other.revokeApiKey({
      actor: { type: "command", name: "test" },
      propertyId: "demo",
      keyId: till.keyId,
    });
    const revokedAt = performance.now();
    while ((await search(KEY)) === 200) {
      expect(performance.now() - revokedAt).toBeLessThan(2_000);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await other.close();
  });

  test("a token that a pruned provisioning file no longer mentions is refused", async () => {
    const running = await start({ provisioning: withNarrowToken() });
    const narrow = partnerOf(running.url, { token: NARROW_TOKEN });
    expect((await narrow("GET", "")).status).toBe(200);
    const prune = true;
    await provision(running.app, buildProvisioning(), running.dataDir, prune);
    expect((await narrow("GET", "")).status).toBe(401);
    expect((await partnerOf(running.url)("GET", "")).status).toBe(200);
  });

  test("a provisioning file applied to a running server is in force", async () => {
    const running = await start();
    const file = withNarrowToken();
    await provision(running.app, file, running.dataDir);
    const partner = partnerOf(running.url, { token: NARROW_TOKEN });
    expect((await partner("GET", "")).status).toBe(200);
  });
});

function withNarrowToken() {
  const file = buildProvisioning();
  file.managementTokens.push({
    name: "narrow",
    token: NARROW_TOKEN,
    scopes: ["read"],
    properties: ["demo"],
  });
  return file;
}

/** A charge whose head is sent and whose body waits. */
async function openCharge(
  running: RunningApp,
  bill: object,
): Promise<{ socket: Socket; finish: (next?: string) => Promise<string> }> {
  const body = JSON.stringify(bill);
  const { hostname, port } = new URL(running.url);
  const socket = connect(Number(port), hostname);
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString("utf8")));
  socket.on("error", () => undefined);
  await new Promise((resolve) => socket.once("connect", resolve));
  const arrived = once(running.app.server, "request");
  socket.write(
    `POST /charge HTTP/1.1\r\nHost: till\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, 10)}`,
  );
  await arrived;
  return {
    socket,
    finish: (next = "") =>
      new Promise((resolve) => {
        socket.once("close", () => resolve(answer));
        socket.write(body.slice(10) + next);
      }),
  };
}

async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
