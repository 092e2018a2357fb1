import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildBill, buildLine, buildPayment } from "../support/bill.ts";
import { MAIN, runCommand, startServe } from "../support/command.ts";
import { partnerOf } from "../support/partner.ts";
import { dropDatabase, freshDatabase } from "../support/postgres-database.ts";
import { askPostgres } from "../support/postgres-server.ts";
import { buildProvisioning, KEY } from "../support/provisioning.ts";
import { send } from "../support/wire.ts";
import { undoneAfterEach } from "../support/undone.ts";

const cleaning = undoneAfterEach();

const keys = {
  TRAIL_KEY: Buffer.alloc(32, 1).toString("base64"),
  SECRETS_KEY: Buffer.alloc(32, 2).toString("base64"),
};

async function newDatabase(): Promise<string> {
  const url = await freshDatabase();
  cleaning.push(() => dropDatabase(url));
  return url;
}

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "pms-move-"));
  cleaning.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Bills of one franc each on room 101; more rows than are moved at once. */
async function fill(dataDir: string, bills: number): Promise<void> {
  const file = join(dataDir, "hotel.json");
  writeFileSync(file, JSON.stringify(buildProvisioning()));
  const environment = { ...keys, DATA_DIR: dataDir, PROVISION_FILE: file };
  const serving = await startServe(environment);
  const charge = async (): Promise<void> => {
    const bill = buildBill({
      apiKey: KEY,
      transactions: [buildLine({ amount: 1 })],
      payments: [buildPayment({ amount: 1, reservationId: "001" })],
    });
    const { status } = await send(`${serving.url}/charge`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(bill),
    });
    expect(status).toBe(200);
  };
  for (let sent = 0; sent < bills; sent += 20)
    await Promise.all(Array.from({ length: 20 }, charge));
  expect(await serving.stop()).toBe(0);
}

async function balanceBehind(
  environment: Record<string, string>,
): Promise<unknown> {
  const serving = await startServe({ ...keys, ...environment });
  try {
    const folio = await partnerOf(serving.url)("GET", "/folios/001");
    return folio.json()["balance"];
  } finally {
    await serving.stop();
  }
}

const move = (from: string, to: string) =>
  runCommand(["migrate-store", "--from", from, "--to", to]);

/** What a person at a terminal sees. */
async function moveOnTerminal(from: string, to: string): Promise<string> {
  const command = [
    process.execPath,
    MAIN,
    "migrate-store",
    "--from",
    from,
    "--to",
    to,
  ];
  const child = spawn("script", ["-qec", command.join(" "), "/dev/null"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let seen = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (seen += text));
  expect(await once(child, "close")).toEqual([0, null]);
  return seen;
}

test.each([
  ["--to", "postgress://pms@db/pms"],
  ["--from", "mysql://db/pms"],
])(
  "a mistyped %s is no directory: %s is refused, and nothing is made",
  async (side, place) => {
    const directory = newDirectory();
    const [from, to] =
      side === "--to" ? [directory, place] : [place, directory];
    const { code, stdout, stderr } = await move(from, to);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("is no database that this program knows");
    expect(readdirSync(directory)).toEqual([]);
    expect(existsSync(place)).toBe(false);
  },
);

describe("migrate-store, as it is called", () => {
  test("explains itself", async () => {
    const { code, stdout } = await runCommand(["migrate-store", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("--from <place>");
    expect(stdout).toContain("migrate-store --from ./data --to postgres://");
  });

  test("moves a hotel to PostgreSQL, says how far it is, refuses to do it twice, and moves it back", async () => {
    const [was, back] = [newDirectory(), newDirectory()];
    const database = await newDatabase();
    await fill(was, 40);

    const there = await move(was, database);
    expect(there).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^receipts +40$/m),
    });
    expect(there.stdout).toContain("are equal on both sides");
    // No bar where nobody looks at it.
    expect(there.stdout + there.stderr).not.toContain("\r");
    expect(
      await balanceBehind({ DATABASE_URL: database, DATA_DIR: newDirectory() }),
    ).toBe("40.00");
    expect(await move(was, database)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("The target holds data already."),
    });

    const seen = await moveOnTerminal(database, back);
    expect(seen).toMatch(/Moving .*100% \| (\d+)\/\1 rows/);
    expect(await balanceBehind({ DATA_DIR: back })).toBe("40.00");
  }, 120_000);

  test("killed in the middle, leaves nothing a server would start on, and goes on where it was", async () => {
    const was = newDirectory();
    const database = await newDatabase();
    await fill(was, 400);
    const child = spawn(
      process.execPath,
      [MAIN, "migrate-store", "--from", was, "--to", database],
      { stdio: "ignore" },
    );
    const ended = once(child, "exit");
    await untilRows(database);
    child.kill("SIGKILL");
    await ended;

    const started = startServe({
      ...keys,
      DATABASE_URL: database,
      DATA_DIR: newDirectory(),
    });
    await expect(started).rejects.toThrow(/migrate-store/);

    expect(await move(was, database)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^receipts +400$/m),
    });
    expect(
      await balanceBehind({ DATABASE_URL: database, DATA_DIR: newDirectory() }),
    ).toBe("400.00");
  }, 120_000);
});

/** Until some, but by far not all, are there. */
async function untilRows(database: string): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    const rows = await askPostgres(
      database,
      "SELECT 1 FROM receipts LIMIT 1",
    ).catch(() => []);
    if ((rows as unknown[]).length > 0) return;
    if (Date.now() > until) throw new Error("nothing is moved");
    await new Promise((resolve) => setImmediate(resolve));
  }
}
