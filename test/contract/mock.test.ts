import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { SINGLE_KINDS } from "../../src/commands/simulate/bill-kinds.ts";
import { STORY_KINDS } from "../../src/commands/simulate/stories.ts";
import { expectDocumented } from "../support/contract.ts";

/** A partner has openapi.yaml and nothing else: what a mock makes of it must do for a till, and for a partner's program. */
describe("a mock made from openapi.yaml alone", () => {
  const KEY = "a-key-of-the-till-for-the-mock-0123456789";
  let mock: ChildProcess;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    mock = run("node_modules/@stoplight/prism-cli/dist/index.js", [
      "mock",
      "--host=127.0.0.1",
      `--port=${port}`,
      "dist/openapi.json",
    ]);
    await listening(mock);
  });

  afterAll(async () => {
    mock.kill();
    await once(mock, "exit");
  });

  test("accepts every kind of bill that the simulator rings up, and is understood by it", async () => {
    const simulator = run("src/main.ts", [
      "simulate",
      `--url=${url}`,
      `--api-key=${KEY}`,
      `--mix=${STORY_KINDS.map((kind) => `${kind}=1`).join(",")}`,
      "--count=120",
      "--rate=0",
      "--seed=contract",
      "--at=2026-11-20T19:00:00Z",
      "--no-progress",
    ]);
    const said = outputOf(simulator);
    const [code] = (await once(simulator, "exit")) as [number];
    expect(said()).toContain("No faults found.");
    for (const kind of [...SINGLE_KINDS, "void", "rung-again"]) {
      expect(said()).toMatch(inReport(kind));
    }
    expect(said()).not.toMatch(/charge [345]\d\d|search [345]\d\d/);
    expect(code).toBe(0);
  });

  test.each<[string, object]>([
    ["without payments", { apiKey: KEY }],
    ["with money in quotes", { apiKey: KEY, payments: [{ amount: "11.00" }] }],
    ["without a key", { payments: [] }],
  ])("refuses a bill %s, with words to print", async (_fault, bill) => {
    const answer = await fetch(`${url}/charge`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(bill),
    });
    expect(answer.status).toBe(400);
    await expectAsDocumented(answer, "POST", "/charge");
  });

  test.each([
    "/v1/properties/demo",
    "/v1/properties/demo/reservations?pageSize=10",
    "/v1/properties/demo/receipts/R56397.3",
    "/v1/properties/demo/refused-receipts",
    "/v1/properties/demo/folios/001",
    "/v1/properties/demo/postings",
    "/v1/properties/demo/house-accounts",
  ])("answers a partner's GET %s like the server", async (path) => {
    const answer = await fetch(url + path, {
      headers: { Authorization: "Bearer any" },
    });
    expect(answer.status).toBe(200);
    await expectAsDocumented(answer, "GET", path);
  });

  test("refuses a partner without a token", async () => {
    const path = "/v1/properties/demo/postings";
    const answer = await fetch(url + path);
    expect(answer.status).toBe(401);
    await expectAsDocumented(answer, "GET", path);
  });
});

function inReport(kind: string): RegExp {
  return new RegExp(`^ +${kind} +[1-9]`, "m");
}

async function expectAsDocumented(
  answer: Response,
  method: string,
  path: string,
): Promise<void> {
  const { status } = answer;
  const headers = Object.fromEntries(answer.headers);
  const body = await answer.text();
  expectDocumented({ method, path, status, headers, body });
}

function run(script: string, flags: string[]): ChildProcess {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  return spawn(process.execPath, [script, ...flags], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
}

function outputOf(child: ChildProcess): () => string {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  }
  return () => text;
}

async function listening(child: ChildProcess): Promise<void> {
  const said = outputOf(child);
  await new Promise<void>((resolve, reject) => {
    child.once("exit", () => {
      reject(new Error(`the mock did not start:\n${said()}`));
    });
    child.stdout?.on("data", () => {
      if (said().includes("is listening on")) resolve();
    });
  });
  child.removeAllListeners("exit");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
