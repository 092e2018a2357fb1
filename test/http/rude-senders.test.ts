import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { buildBill } from "../support/bill.ts";
import { startServe } from "../support/command.ts";
import type { ServingCommand } from "../support/command.ts";
import { buildProvisioning, KEY } from "../support/provisioning.ts";
import { send } from "../support/wire.ts";

const MIB = 1024 * 1024;
/** What it may hold beside what it needs to run, whatever is sent. */
const GROWTH_MAX_BYTES = 300 * MIB;
const CROWD = 40;

let serving: ServingCommand;
let dataDir: string;
let atRest: number;
let slow: { headers: Sender[]; bodies: Sender[]; silent: Sender[] };

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "pms-rude-"));
  const provisioning = join(dataDir, "provisioning.json");
  await writeFile(provisioning, JSON.stringify(buildProvisioning()));
  serving = await startServe({
    DATA_DIR: dataDir,
    PROVISION_FILE: provisioning,
  });
  for (let bill = 0; bill < 50; bill += 1) await expectServed();
  atRest = memory();
  // More than are ever sent away for being many.
  const crowd = (start: string): Sender[] =>
    Array.from({ length: 2 * CROWD }, () => new Sender(start));
  slow = {
    headers: crowd("POST /charge HTTP/1.1\r\nHost: till\r\nX-Slow: "),
    bodies: crowd(`${head("POST", "/charge", 1000)}\r\n{"apiKey":"${KEY}",`),
    silent: crowd(""),
  };
});
afterAll(async () => {
  expect(await serving.stop()).toBe(0);
  expect(serving.stderr()).toBe("");
  await rm(dataDir, { recursive: true, force: true });
});

/** A connection on which anything can be sent. */
class Sender {
  readonly socket: Socket;
  readonly closed: Promise<unknown>;
  #answer = "";

  constructor(start: Buffer | string, reads = true) {
    const { hostname, port } = new URL(serving.url);
    this.socket = connect(Number(port), hostname);
    this.socket.on("error", () => undefined);
    this.closed = new Promise((resolve) => this.socket.once("close", resolve));
    if (reads)
      this.socket.on("data", (chunk: Buffer) => {
        this.#answer += chunk.toString("latin1");
      });
    else this.socket.pause();
    if (start.length > 0) this.socket.write(start);
  }

  get statuses(): number[] {
    const lines = this.#answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm);
    return [...lines].map(([, status]) => Number(status));
  }

  /** Sends the same again and again until nobody listens. */
  async sendOn(chunk: Buffer): Promise<number> {
    let sent = 0;
    while (!this.socket.destroyed && this.socket.writable) {
      sent += chunk.length;
      if (!this.socket.write(chunk))
        await Promise.race([
          once(this.socket, "drain").catch(() => undefined),
          this.closed,
        ]);
    }
    await this.closed;
    return sent;
  }
}

function head(
  method: string,
  path: string,
  length: number | "chunked",
): string {
  const size =
    length === "chunked"
      ? "Transfer-Encoding: chunked"
      : `Content-Length: ${length}`;
  return `${method} ${path} HTTP/1.1\r\nHost: till\r\n${size}\r\n`;
}

/** Resident memory of the server, in bytes. */
function memory(): number {
  const kib = execFileSync("ps", ["-o", "rss=", "-p", String(serving.pid)]);
  return Number(kib.toString()) * 1024;
}

/** Whatever else is going on, a bill is posted. */
async function expectServed(): Promise<void> {
  const answer = await send(`${serving.url}/charge`, {
    method: "POST",
    body: JSON.stringify(buildBill({ apiKey: KEY })),
  });
  expect([answer.status, answer.text]).toEqual([
    200,
    expect.stringContaining('"status":"posted"'),
  ]);
}

/** While all of them send, others are served and memory stays within bounds. */
async function expectBounded(senders: Promise<unknown>[]): Promise<void> {
  const all = Promise.all(senders).then(() => true);
  let isOver = false;
  while (!isOver) {
    const served = expectServed();
    isOver = await Promise.race([all, served.then(() => false)]);
    await served;
    expect(memory() - atRest).toBeLessThan(GROWTH_MAX_BYTES);
  }
  await expectServed();
}

describe("a till is served beside", () => {
  test("bodies of 10 MB, which are told that they are too large", async () => {
    const body = Buffer.alloc(10 * MIB, " ");
    const senders = Array.from({ length: CROWD }, async () => {
      const answer = await send(`${serving.url}/charge`, {
        method: "POST",
        body,
      });
      expect(answer.status).toBe(413);
    });
    await expectBounded(senders);
  });

  test.each([
    ["POST", "/charge"],
    ["PUT", "/charge"],
    ["PUT", "/v1/properties/demo/reservations"],
  ])(
    "bodies of a %s to %s that never end, which are cut off",
    async (method, path) => {
      const chunk = Buffer.alloc(64 * 1024, "x");
      const framed = Buffer.concat([
        Buffer.from(`${chunk.length.toString(16)}\r\n`),
        chunk,
        Buffer.from("\r\n"),
      ]);
      const senders = Array.from({ length: CROWD / 2 }, async () => {
        const sender = new Sender(`${head(method, path, "chunked")}\r\n`);
        const sent = await sender.sendOn(framed);
        expect(sent).toBeLessThan(64 * MIB);
      });
      await expectBounded(senders);
    },
  );

  test("bodies packed a thousandfold", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * MIB, " "));
    const senders = Array.from({ length: CROWD / 2 }, async () => {
      const answer = await send(`${serving.url}/charge`, {
        method: "POST",
        headers: { "Content-Encoding": "gzip" },
        body: bomb,
      });
      expect(answer.status).toBe(413);
    });
    await expectBounded(senders);
  });

  test("floods of headers, which are refused", async () => {
    const chunk = Buffer.from("X-Flood: 1\r\n".repeat(1000));
    const senders = Array.from({ length: CROWD }, async () => {
      const sender = new Sender("GET /healthz HTTP/1.1\r\nHost: till\r\n");
      const sent = await sender.sendOn(chunk);
      expect(sent).toBeLessThan(16 * MIB);
    });
    await expectBounded(senders);
  });

  test("garbage, alone or behind a request, for which the line is closed", async () => {
    const request = `${head("GET", "/healthz", 0)}\r\n`;
    const garbage = Buffer.from(
      Array.from({ length: 5000 }, (_, at) => (at * 7) % 256),
    );
    const senders = Array.from({ length: CROWD }, async (_, index) => {
      const isBehind = index % 2 === 0;
      const sender = new Sender(
        Buffer.concat([Buffer.from(isBehind ? request : ""), garbage]),
      );
      await sender.closed;
      // The line may be cut while the answer to the request is on its way.
      const [first = isBehind ? 200 : 0] = sender.statuses;
      expect(first).toBe(isBehind ? 200 : 400);
    });
    await expectBounded(senders);
  });

  test("somebody who asks a thousand times and never reads an answer", async () => {
    const requests = `${head("GET", "/openapi.yaml", 0)}\r\n`.repeat(1000);
    const senders = Array.from(
      { length: 4 },
      () => new Sender(requests, false),
    );
    const served = Array.from({ length: 20 }, expectServed);
    await expectBounded(served);
    for (const { socket } of senders) socket.destroy();
  });

  test("somebody who hangs up his half of the line, and is still answered", async () => {
    const sender = new Sender("");
    sender.socket.end(`${head("GET", "/healthz", 0)}\r\n`);
    await sender.closed;
    expect(sender.statuses).toEqual([200]);
  });

  test("those who send nothing, or stop in the middle: they are cut off", async () => {
    for (const sender of Object.values(slow).flat()) await sender.closed;
    for (const { statuses } of [...slow.headers, ...slow.bodies])
      expect(statuses).toEqual([408]);
    await expectServed();
    expect(memory() - atRest).toBeLessThan(GROWTH_MAX_BYTES);
  }, 60_000);
});
