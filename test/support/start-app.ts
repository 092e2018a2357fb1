import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "../../src/app.ts";
import type { App } from "../../src/app.ts";
import { systemClock } from "../../src/clock.ts";
import type { Clock } from "../../src/clock.ts";
import { readPlan } from "../../src/commands/provision.ts";
import { readConfig } from "../../src/config.ts";
import type { Config, Secrets } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { dropDatabase, freshDatabase } from "./postgres-database.ts";
import { watchContract } from "./contract.ts";
import { auditStore } from "../../src/store/audit/audit-store.ts";
import { openOrderedTables } from "../../src/store/open-ordered.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store, StoreObserver } from "../../src/store/store.ts";
import { openForWriting } from "../../src/store/sqlite/connection.ts";
import { chunks } from "../../src/store/steps.ts";
import { askPostgres } from "./postgres-server.ts";
import { buildProvisioning } from "./provisioning.ts";
import type { ProvisioningFile } from "./provisioning.ts";

export interface RunningApp {
  app: App;
  url: string;
  dataDir: string;
  /** The store of another instance on the same PostgreSQL server; null: only one process can have the embedded database. */
  openBeside: () => Promise<Store | null>;
  /** Puts rows into a table past the app, whatever it keeps its data in; every column has a value. */
  insert: (table: string, rows: readonly InsertedValue[][]) => Promise<void>;
  /** The acts in the trail of a hotel, in their order. */
  trail: (
    propertyId: string,
  ) => Promise<{ actor: string; act: string; details: string }[]>;
  /** Every line logged so far, parsed. */
  logged: () => Record<string, unknown>[];
  logText: () => string;
  /** Stops it, removes its data, and fails if its books are not whole or an answer was not as openapi.yaml says. */
  close: () => Promise<void>;
}

export type InsertedValue = string | number | bigint | Buffer | null;

export interface StartOptions {
  provisioning?: ProvisioningFile;
  environment?: Record<string, string>;
  clock?: Clock;
  /** Answers are compared with openapi.yaml unless a test breaks HTTP itself. */
  watchesContract?: boolean;
}

/** The real app on a free port with a database of its own. */
export async function startApp(
  options: StartOptions = {},
): Promise<RunningApp> {
  const dataDir = await mkdtemp(join(tmpdir(), "pms-test-"));
  const databaseUrl =
    process.env["TEST_ENGINE"] === "PostgreSQL" ? await freshDatabase() : null;
  const lines: string[] = [];
  const { config, secrets } = readConfig({
    PORT: "0",
    DATA_DIR: dataDir,
    LOG_LEVEL: "info",
    FAILED_KEYS_PER_MINUTE: "1000",
    ...(databaseUrl === null ? {} : sharedDatabase(databaseUrl)),
    ...options.environment,
  });
  const log = createLog({
    level: config.logLevel,
    destination: { write: (line: string) => void lines.push(line) },
  });
  const { clock = systemClock } = options;
  const app = await createApp(config, secrets, { log, clock });
  await provision(app, options.provisioning ?? buildProvisioning(), dataDir);
  const { basePath } = config;
  const answersSeen =
    options.watchesContract === false
      ? (): number => 0
      : watchContract(app.server, { basePath });
  let isTouched = false;
  const { port } = (await app.start()) satisfies AddressInfo;
  return {
    app,
    url: `http://127.0.0.1:${port}`,
    dataDir,
    openBeside: async () =>
      databaseUrl === null
        ? null
        : openStore({ ...config, ...secrets, clock, observer: SILENT }),
    insert: (table, rows) => {
      isTouched = true;
      return insertRows({ databaseUrl, dataDir }, table, rows);
    },
    trail: (propertyId) => readTrail({ databaseUrl, dataDir }, propertyId),
    logged: () =>
      lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    logText: () => lines.join(""),
    close: async () => {
      await app.stop();
      if (!isTouched) await expectWhole(config, secrets);
      await rm(dataDir, { recursive: true, force: true });
      if (databaseUrl !== null) await dropDatabase(databaseUrl);
      answersSeen();
    },
  };
}

/** Whatever a test has done at the doors, an audit finds nothing wrong with what was kept. */
async function expectWhole(
  { databaseUrl, dataDir }: Config,
  { trailKey }: Secrets,
): Promise<void> {
  const tables = await openOrderedTables({ databaseUrl, dataDir });
  try {
    const { found } = await auditStore(tables, {
      trailKeys: [trailKey],
      expectedHeads: [],
      propertyIds: null,
      examplesMax: 5,
      progress: () => undefined,
    });
    if (found.length > 0)
      throw new Error(`the books are not whole: ${JSON.stringify(found)}`);
  } finally {
    await tables.close();
  }
}

async function readTrail(
  place: { databaseUrl: string | null; dataDir: string },
  propertyId: string,
): ReturnType<RunningApp["trail"]> {
  const tables = await openOrderedTables(place);
  const acts: Awaited<ReturnType<RunningApp["trail"]>> = [];
  const entries = tables.read({
    table: "trail",
    columns: ["actor", "act", "details"],
    orderBy: ["seq"],
    equal: { property_id: propertyId },
  });
  for await (const piece of entries)
    for (const [actor, act, details] of piece as string[][])
      acts.push({ actor: actor!, act: act!, details: details! });
  await tables.close();
  return acts;
}

async function insertRows(
  { databaseUrl, dataDir }: { databaseUrl: string | null; dataDir: string },
  table: string,
  rows: readonly InsertedValue[][],
): Promise<void> {
  if (databaseUrl === null) {
    const db = openForWriting(join(dataDir, "store.sqlite"));
    for (const row of rows) {
      const places = row.map(() => "?").join(", ");
      db.prepare(`INSERT INTO ${table} VALUES (${places})`).run(...row);
    }
    db.close();
    return;
  }
  for (const some of chunks(rows)) {
    let place = 0;
    const places = some.map(
      (row) => `(${row.map(() => `$${++place}`).join(", ")})`,
    );
    await askPostgres(
      databaseUrl,
      `INSERT INTO ${table} VALUES ${places.join(", ")}`,
      some.flat(),
    );
  }
}

const SILENT: StoreObserver = {
  batchCommitted: () => undefined,
  answered503Found: () => undefined,
  failed: () => undefined,
  recovered: () => undefined,
};

/** The settings of an instance on a PostgreSQL server. */
function sharedDatabase(databaseUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    TRAIL_KEY: Buffer.alloc(32, 1).toString("base64"),
    SECRETS_KEY: Buffer.alloc(32, 2).toString("base64"),
  };
}

/** Applies a provisioning file to a running app, as a restart with it would. */
export async function provision(
  app: App,
  file: ProvisioningFile,
  dataDir: string,
  prune = false,
): Promise<void> {
  const path = join(dataDir, "provisioning.json");
  await writeFile(path, JSON.stringify(file));
  await app.store.provision(
    await readPlan(
      { path, prune, dryRun: false },
      await app.store.loadAccess(),
    ),
  );
  await app.refreshAccess();
}
