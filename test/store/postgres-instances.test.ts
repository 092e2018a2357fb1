import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { billFor } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { runCommand, startServe } from "../support/command.ts";
import { partnerOf } from "../support/partner.ts";
import { dropDatabase, freshDatabase } from "../support/postgres-database.ts";
import { askPostgres, startPostgres } from "../support/postgres-server.ts";
import { startStandby } from "../support/postgres-standby.ts";
import { buildProvisioning, KEY, TOKEN } from "../support/provisioning.ts";
import type { ProvisioningFile } from "../support/provisioning.ts";
import { send } from "../support/wire.ts";
import { until } from "../support/until.ts";
import { undoneAfterEach } from "../support/undone.ts";

const cleaning = undoneAfterEach();

type Environment = Record<string, string>;

function environmentOf(databaseUrl: string, more: Environment = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), "instance-"));
  cleaning.push(() => rmSync(dataDir, { recursive: true, force: true }));
  return {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    TRAIL_KEY: Buffer.alloc(32, 1).toString("base64"),
    SECRETS_KEY: Buffer.alloc(32, 2).toString("base64"),
    NODE_ENV: "production",
    ...more,
  };
}

/** The program itself, in a process of its own; answers where it listens. */
async function instance(environment: Environment): Promise<string> {
  const serving = await startServe(environment);
  cleaning.push(() => serving.stop());
  return serving.url;
}

async function provision(
  environment: Environment,
  file: ProvisioningFile,
  ...options: string[]
): Promise<void> {
  const path = join(environment["DATA_DIR"]!, "hotel.json");
  writeFileSync(path, JSON.stringify(file));
  const done = await runCommand(["provision", path, ...options], environment);
  expect(done).toMatchObject({ code: 0 });
}

async function charge(url: string, sent: Bill): Promise<number> {
  const answer = await send(`${url}/charge`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...sent, apiKey: KEY }),
  });
  return answer.status;
}

const search = (url: string) => send(`${url}/search?term=keller&apiKey=${KEY}`);
const total = async (url: string): Promise<unknown> =>
  (await partnerOf(url)("GET", "/receipts")).json()["totalResults"];

/** What is promised of what is revoked elsewhere. */
const WITHIN_MS = 2_000;

describe("two instances on one database", () => {
  let environment: Environment;
  const start = async (): Promise<[string, string]> => {
    const databaseUrl = await freshDatabase();
    cleaning.push(() => dropDatabase(databaseUrl));
    environment = environmentOf(databaseUrl);
    await provision(environment, buildProvisioning());
    return Promise.all([
      instance(environment),
      instance(environmentOf(databaseUrl)),
    ]);
  };

  test("an API key that is revoked on one stops on the other within two seconds", async () => {
    const [one, other] = await start();
    expect((await search(other)).status).toBe(200);
    const { results } = (await partnerOf(one)("GET", "/api-keys")).json() as {
      results: { id: string }[];
    };
    const revoked = await partnerOf(one)(
      "DELETE",
      `/api-keys/${results[0]!.id}`,
    );
    expect(revoked.status).toBe(204);
    const since = performance.now();
    expect((await search(one)).status).toBe(401);
    await until(async () => (await search(other)).status === 401, WITHIN_MS);
    expect(performance.now() - since).toBeLessThan(WITHIN_MS);
    expect(await charge(other, billFor("001", 1))).toBe(401);
  }, 60_000);

  test("a management token that a file takes away stops on both within two seconds", async () => {
    const [one, other] = await start();
    const read = async (url: string): Promise<number> =>
      (await partnerOf(url)("GET", "/receipts")).status;
    expect([await read(one), await read(other)]).toEqual([200, 200]);
    const file = buildProvisioning();
    file.managementTokens[0]!["token"] = TOKEN.toUpperCase();
    await provision(environment, file, "--prune");
    const since = performance.now();
    await until(
      async () => (await read(one)) === 401 && (await read(other)) === 401,
      WITHIN_MS,
    );
    expect(performance.now() - since).toBeLessThan(WITHIN_MS);
  }, 60_000);
});

describe("lists on a streaming replica", () => {
  test("are as old as it is; searches, charges, refusals and folios never are; away, it is missed by nobody", async () => {
    const primary = await startPostgres({ settings: { wal_level: "replica" } });
    cleaning.push(() => primary.remove());
    const replica = await startStandby(primary, { synchronous: false });
    cleaning.push(() => replica.remove());
    const environment = environmentOf(primary.url(), {
      DATABASE_READ_URL: replica.url(),
    });
    await provision(environment, buildProvisioning());
    const url = await instance(environment);
    const first = billFor("001", 1);
    expect(await charge(url, first)).toBe(200);
    await until(async () => (await total(url)) === 1);

    await askPostgres(replica.url(), "SELECT pg_wal_replay_pause()");
    const second = billFor("001", 2);
    expect(await charge(url, second)).toBe(200);
    expect(await charge(url, second)).toBe(200);
    expect(await total(url)).toBe(1);
    const partner = partnerOf(url);
    const folio = (await partner("GET", "/folios/001")).json();
    expect(folio["balance"]).toBe("3.00");
    const left = await partner("PATCH", "/reservations", {
      body: [{ reservationId: "001", status: "checked-out" }],
      headers: { "If-Match": "*" },
    });
    expect(left.status).toBe(200);
    expect(await charge(url, billFor("001", 3))).toBe(409);
    expect((await search(url)).json()["reservations"]).toEqual([]);
    const listed = (await partner("GET", "/reservations")).text;
    expect(listed).toContain('"in-house"');

    await askPostgres(replica.url(), "SELECT pg_wal_replay_resume()");
    await until(async () => (await total(url)) === 2);
    await replica.kill();
    expect(await total(url)).toBe(2);
    expect(await charge(url, first)).toBe(200);
    expect((await send(`${url}/readyz`)).status).toBe(200);
  }, 90_000);
});
