import { afterEach, describe, expect, test } from "@jest/globals";
import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OrderedTables } from "../../src/store/ordered-tables.ts";
import { openForWriting } from "../../src/store/sqlite/connection.ts";
import { openOrderedSqlite } from "../../src/store/sqlite/ordered-sqlite.ts";
import { ReadPool } from "../../src/store/sqlite/read-pool.ts";
import { sqliteFile } from "../../src/store/sqlite/sqlite-file.ts";
import { StoreUnavailable } from "../../src/store/contract/errors.ts";
import type { Store, StoreObserver } from "../../src/store/store.ts";
import { buildBill, buildLine, buildPayment } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import {
  closeAll,
  firstPage,
  hotel,
  openSqlite,
  planOf,
  sendTo,
  silentObserver,
} from "./store-fixture.ts";
import { failSyncs } from "../support/fail-syncs.ts";
import { until } from "../support/until.ts";
import { StoreProcess } from "./store-process.ts";
import type { Answered } from "./store-process.ts";

/** Each of another amount, so that a bill lost or doubled shows in the balance. */
function billOf(index: number): Bill {
  const amount = index + 1;
  return buildBill({
    transactions: [buildLine({ amount, sku: `S${index}` })],
    payments: [buildPayment({ amount, gratuity: 0 })],
  });
}

function cents(indexes: Iterable<number>): bigint {
  let sum = 0n;
  for (const index of indexes) sum += BigInt(index + 1) * 100n;
  return sum;
}

const dirs: string[] = [];
const mounts: string[] = [];
const processes: StoreProcess[] = [];

function freshDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "store-fault-"));
  dirs.push(dir);
  return dir;
}

function startProcess(dataDir: string): StoreProcess {
  const child = new StoreProcess(dataDir);
  processes.push(child);
  return child;
}

afterEach(async () => {
  for (const child of processes.splice(0)) {
    child.kill();
    await child.exited();
  }
  await closeAll();
  for (const mount of mounts.splice(0)) spawnSync("umount", ["-l", mount]);
  for (const dir of dirs.splice(0))
    rmSync(dir, { recursive: true, force: true });
});

/** Whether this machine lets a test do it. Where not, the test fails and says what it needs: a fault not tried is not proved. */
const canMount = ((): boolean => {
  const dir = mkdtempSync(join(tmpdir(), "store-mount-"));
  const done =
    spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", dir])
      .status === 0;
  if (done) spawnSync("umount", [dir]);
  rmSync(dir, { recursive: true });
  return done;
})();
const canTrace = spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0;
const canFreeze = ((): boolean => {
  const dir = mkdtempSync(join(tmpdir(), "store-frozen-"));
  const file = join(dir, "file");
  writeFileSync(file, "");
  const done = spawnSync("chattr", ["+i", file]).status === 0;
  if (done) spawnSync("chattr", ["-i", file]);
  rmSync(dir, { recursive: true });
  return done;
})();
const needs =
  (can: boolean, what: string) =>
  (name: string, prove: () => Promise<void>, timeoutMs?: number): void => {
    const refuse = (): Promise<void> =>
      Promise.reject(new Error(`This test needs ${what}.`));
    test(name, can ? prove : refuse, timeoutMs);
  };
const ROOT_TO_MOUNT =
  "root, to mount a small file system: run the tests as root or in a container";
const STRACE = "strace, to make fsync fail: apt-get install strace";
const CHATTR = "root and chattr (apt-get install e2fsprogs), to freeze a file";

describe("a process that is killed", () => {
  test("between the commit and the answer: the bill is there once, and sent again it is acknowledged", async () => {
    const dataDir = freshDir();
    const first = startProcess(dataDir);
    await until(() => first.events.includes("ready"));
    const bills = Array.from({ length: 20 }, (_, index) => billOf(index));
    first.order("die-after-commit");
    const answers = await Promise.all(bills.map((bill) => first.send(bill)));
    await first.exited();
    // Nobody heard anything, and yet something was kept.
    expect(answers.every((answer) => answer === null)).toBe(true);
    const store = await openSqlite({ dataDir });
    const kept = (await store.list("receipts", "demo", firstPage("receivedAt")))
      .totalResults;
    expect(kept).toBeGreaterThan(0);
    const again = await Promise.all(
      bills.map((bill) => sendTo(store, hotel, bill)),
    );
    expect(again.filter((answer) => answer.kind === "replayed")).toHaveLength(
      kept,
    );
    expect((await store.getFolio("demo", "001"))?.balance).toBe(
      cents(bills.keys()),
    );
  });

  test("in the middle of load, three times: every acknowledged bill is there once under the id that was told", async () => {
    const dataDir = freshDir();
    const bills = Array.from({ length: 400 }, (_, index) => billOf(index));
    const told = new Map<number, string>();
    for (const killAfter of [7, 60, 150]) {
      const child = startProcess(dataDir);
      await until(() => child.events.includes("ready"));
      const sent = bills.map(async (bill, index) => {
        const answer = await child.send(bill);
        if (answer === null) return;
        const before = told.get(index);
        expect(
          before === undefined ? ["posted", "replayed"] : ["replayed"],
        ).toContain(answer.kind);
        if (before !== undefined) expect(answer.receiptId).toBe(before);
        told.set(index, answer.receiptId!);
      });
      await until(() => child.acknowledged >= killAfter);
      child.kill();
      await Promise.all(sent);
    }
    expect(told.size).toBeGreaterThan(0);
    const store = await openSqlite({ dataDir });
    for (const [index, receiptId] of told) {
      expect(await sendTo(store, hotel, bills[index])).toMatchObject({
        kind: "replayed",
        receiptId: BigInt(receiptId),
      });
    }
    await Promise.all(bills.map((bill) => sendTo(store, hotel, bill)));
    expect(
      (await store.list("receipts", "demo", firstPage("receivedAt")))
        .totalResults,
    ).toBe(bills.length);
    expect((await store.getFolio("demo", "001"))?.balance).toBe(
      cents(bills.keys()),
    );
  }, 60_000);
});

describe("a moment that somebody reads, as an audit does", () => {
  test("keeps no start waiting: all that was acknowledged is there, bills are taken, and the moment stays what it was", async () => {
    const dataDir = freshDir();
    const bills = Array.from({ length: 40 }, (_, index) => billOf(index));
    const first = startProcess(dataDir);
    await until(() => first.events.includes("ready"));
    await Promise.all(bills.slice(0, 20).map((bill) => first.send(bill)));
    const moment = openOrderedSqlite(sqliteFile(dataDir));
    try {
      await Promise.all(bills.slice(20).map((bill) => first.send(bill)));
      first.kill();
      await first.exited();
      const since = performance.now();
      const store = await openSqlite({ dataDir });
      // The time for which SQLite waits for somebody else.
      expect(performance.now() - since).toBeLessThan(5_000);
      for (const bill of bills)
        expect((await sendTo(store, hotel, bill)).kind).toBe("replayed");
      expect((await sendTo(store, hotel, billOf(40))).kind).toBe("posted");
      expect(await moment.count("receipts", {})).toBe(20);
    } finally {
      await moment.close();
    }
  }, 60_000);
});

describe("trouble below the database", () => {
  needs(canMount, ROOT_TO_MOUNT)(
    "a full disk: 503, and when there is room again it goes on by itself",
    async () => {
      const mount = freshDir();
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", mount]);
      mounts.push(mount);
      const trial = await Trial.open(join(mount, "data"));
      await trial.takeOne();
      // Opening anew frees the log's room, so what is left is taken again and again, down to the last page.
      const filler = join(mount, "filler");
      await until(async () => {
        const fill = [
          "if=/dev/zero",
          `of=${filler}`,
          "bs=4096",
          "oflag=append",
          "conv=notrunc",
        ];
        spawnSync("dd", fill, { stdio: "ignore" });
        await trial.takeUntilUnavailable();
        return trial.failures > 1 && !trial.store.status().writable;
      });
      await expect(
        trial.store.searchGuests({ propertyId: "demo", term: "", limit: 1 }),
      ).rejects.toThrow(StoreUnavailable);
      rmSync(filler);
      await trial.recovers();
      await trial.isWhole();
    },
    60_000,
  );

  needs(canFreeze, CHATTR)(
    "files that became read-only: 503, and when they can be written again it goes on by itself",
    async () => {
      const dataDir = freshDir();
      const trial = await Trial.open(dataDir);
      await trial.takeOne();
      const files = ["store.sqlite", "store.sqlite-wal"].map((name) =>
        join(dataDir, name),
      );
      execFileSync("chattr", ["+i", ...files]);
      try {
        await trial.takeUntilUnavailable();
        await until(() => trial.failures > 1);
        expect(trial.store.status()).toMatchObject({
          writable: false,
          state: "recovering",
        });
      } finally {
        execFileSync("chattr", ["-i", ...files]);
      }
      await trial.recovers();
      await trial.isWhole();
    },
    60_000,
  );

  needs(canTrace, STRACE)(
    "an fsync that fails: the bill is not acknowledged unless it is found, and what is found later is flagged",
    async () => {
      const events = await failSyncsOf(() => undefined);
      // The bill whose sync failed was in the log all the same.
      expect(events).toContain("answered-503");
    },
    120_000,
  );

  needs(canTrace, STRACE)(
    "an fsync that fails while an audit reads: the same, and it recovers though the audit goes on",
    async () => {
      let moment: OrderedTables | null = null;
      await failSyncsOf((file) => (moment = openOrderedSqlite(file)));
      await (moment as OrderedTables | null)!.close();
    },
    120_000,
  );

  needs(canTrace, STRACE)(
    "one fsync that fails under load: nothing is written after it until all is opened anew",
    async () => {
      const dataDir = freshDir();
      const child = startProcess(dataDir);
      await until(() => child.events.includes("ready"));
      const endFailing = await failSyncs([child.pid], "1");
      const bills = Array.from({ length: 200 }, (_, index) => billOf(index));
      const told = await Promise.all(bills.map((bill) => child.send(bill)));
      await endFailing();
      await goesOnHavingTold(told, child, dataDir);
      const { events } = child;
      const meanwhile = events.slice(
        events.indexOf("failed"),
        events.indexOf("recovered"),
      );
      expect(meanwhile.length).toBeGreaterThan(0);
      expect(meanwhile).not.toContain("committed");
    },
    120_000,
  );

  test("a writing thread that ends: verbs in flight are looked up, and it goes on by itself", async () => {
    const dataDir = freshDir();
    const child = startProcess(dataDir);
    await until(() => child.events.includes("ready"));
    const bills = Array.from({ length: 200 }, (_, index) => billOf(index));
    const sent = bills.map((bill) => child.send(bill));
    child.order("end-writer");
    const told = await Promise.all(sent);
    await goesOnHavingTold(told, child, dataDir);
  }, 60_000);

  test("the thread that looks after the log ends: whatever was acknowledged is there, and it goes on by itself", async () => {
    const dataDir = freshDir();
    const child = startProcess(dataDir);
    await until(() => child.events.includes("ready"));
    const bills = Array.from({ length: 100 }, (_, index) => billOf(index));
    const told = [];
    for (const bill of bills) told.push(await child.send(bill));
    child.order("end-checkpoints");
    await goesOnHavingTold(told, child, dataDir);
  });

  test("what is committed leaves the log while bills arrive, without the writing thread", async () => {
    const dataDir = freshDir();
    const store = await openSqlite({ dataDir });
    await store.provision(planOf(hotel));
    const sizeOf = (ending: string): number =>
      statSync(sqliteFile(dataDir) + ending).size;
    const before = sizeOf("");
    for (let index = 0; index < 50; index += 1)
      await sendTo(store, hotel, billOf(index));
    // The writing thread brings nothing over before the log is this long.
    expect(sizeOf("-wal")).toBeLessThan(4_000 * 4_096);
    await until(() => sizeOf("") > before);
  });

  test("lists that cannot be opened are opened by the next one", async () => {
    const dataDir = freshDir();
    const store = await openSqlite({ dataDir });
    await store.provision(planOf(hotel));
    const file = sqliteFile(dataDir);
    const reads = new ReadPool(file, () => undefined);
    await reads.open();
    const list = () => reads.list("receipts", "demo", firstPage("receivedAt"));
    renameSync(file, `${file}.away`);
    await expect(list()).rejects.toThrow(StoreUnavailable);
    renameSync(`${file}.away`, file);
    await expect(list()).resolves.toMatchObject({ results: [] });
    await reads.close();
    await reads.stop();
  });

  test("while another process keeps the write lock, a bill is sent away as not posted; then it is taken", async () => {
    const dataDir = freshDir();
    const store = await openSqlite({ dataDir });
    await store.provision(planOf(hotel));
    const other = openForWriting(sqliteFile(dataDir));
    const bill = billOf(0);
    other.exec("BEGIN IMMEDIATE");
    try {
      await expect(sendTo(store, hotel, bill)).rejects.toMatchObject({
        name: "StoreUnavailable",
        reason: "overloaded",
      });
    } finally {
      other.exec("ROLLBACK");
      other.close();
    }
    expect(await sendTo(store, hotel, bill)).toMatchObject({ kind: "posted" });
  });

  test("more than may wait is answered at once as overloaded, and nothing of it is kept", async () => {
    const store = await openSqlite({ queueMax: 5 });
    await store.provision(planOf(hotel));
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        sendTo(store, hotel, billOf(index)),
      ),
    );
    const taken = answers.flatMap((answer, index) =>
      answer.status === "fulfilled" ? [index] : [],
    );
    const refused = answers.filter((answer) => answer.status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused)
      expect(reason).toMatchObject({
        name: "StoreUnavailable",
        reason: "overloaded",
      });
    expect((await store.getFolio("demo", "001"))?.balance).toBe(cents(taken));
  });
});

/** `meanwhile` begins when bills are in the database, and goes on. Answers what the store said of itself. */
async function failSyncsOf(
  meanwhile: (file: string) => void,
): Promise<readonly string[]> {
  const dataDir = freshDir();
  const child = startProcess(dataDir);
  await until(() => child.events.includes("ready"));
  const told: (string | undefined)[] = [];
  const sendOne = async (): Promise<void> => {
    told.push((await child.send(billOf(told.length)))?.kind);
  };
  await sendOne();
  meanwhile(sqliteFile(dataDir));
  const endFailing = await failSyncs([child.pid]);
  while (told.length < 4) await sendOne();
  expect(told).toEqual(["posted", "unavailable", "unavailable", "unavailable"]);
  await endFailing();
  await until(() => child.events.includes("recovered"));
  await sendOne();
  expect(told.at(-1)).toBe("posted");
  child.order("close");
  await child.exited();
  await expectToldTruly(dataDir, told);
  return child.events;
}

/** It recovers by itself, takes bills again, and what it told before is true. */
async function goesOnHavingTold(
  told: readonly (Answered | null)[],
  child: StoreProcess,
  dataDir: string,
): Promise<void> {
  await until(() => child.events.includes("recovered"));
  expect((await child.send(billOf(1000)))?.kind).toBe("posted");
  child.order("close");
  await child.exited();
  await expectToldTruly(
    dataDir,
    told.map((answer) => answer?.kind),
  );
}

/** What a till was told is posted is there without a flag; whatever else is there says that the till was told 503. */
async function expectToldTruly(
  dataDir: string,
  told: readonly (string | undefined)[],
): Promise<void> {
  const store = await openSqlite({ dataDir });
  const { results } = await store.list(
    "receipts",
    "demo",
    firstPage("receivedAt"),
  );
  const kept = new Map(
    results.map((receipt) => [
      receipt.gross,
      receipt.flags.includes("answered-503"),
    ]),
  );
  told.forEach((kind, index) => {
    const flagged = kept.get(BigInt(index + 1) * 100n);
    if (kind === "posted" || kind === "replayed") expect(flagged).toBe(false);
    else expect(flagged).not.toBe(false);
  });
}

/** Bills one after another into a store in trouble, and what was told about each. */
class Trial {
  readonly store: Store;
  readonly #observed: Observed;
  readonly #told: (boolean | null)[] = [];

  private constructor(store: Store, observed: Observed) {
    this.store = store;
    this.#observed = observed;
  }

  static async open(dataDir: string): Promise<Trial> {
    const observed: Observed = { failures: 0, found: [] };
    const observer: StoreObserver = {
      ...silentObserver,
      failed: () => {
        observed.failures++;
      },
      answered503Found: ({ receiptId }) => void observed.found.push(receiptId),
    };
    const store = await openSqlite({ dataDir, observer });
    await store.provision(planOf(hotel));
    return new Trial(store, observed);
  }

  get failures(): number {
    return this.#observed.failures;
  }

  /** True when it was acknowledged. */
  async takeOne(): Promise<boolean> {
    const index = this.#told.push(null) - 1;
    try {
      await sendTo(this.store, hotel, billOf(index));
      this.#told[index] = true;
    } catch (error) {
      expect(error).toBeInstanceOf(StoreUnavailable);
      this.#told[index] = false;
    }
    return this.#told[index];
  }

  async takeUntilUnavailable(): Promise<void> {
    await until(async () => !(await this.takeOne()));
  }

  async recovers(): Promise<void> {
    await until(() => this.store.status().writable);
    expect(await this.takeOne()).toBe(true);
  }

  /** What was acknowledged is there once; what was answered 503 is absent or flagged. */
  async isWhole(): Promise<void> {
    const { results } = await this.store.list(
      "receipts",
      "demo",
      firstPage("receivedAt"),
    );
    const kept = new Map(results.map((receipt) => [receipt.gross, receipt]));
    expect(kept.size).toBe(results.length);
    this.#told.forEach((acknowledged, index) => {
      const receipt = kept.get(BigInt(index + 1) * 100n);
      if (acknowledged) expect(receipt?.flags).toEqual([]);
      else expect(receipt?.flags ?? ["answered-503"]).toEqual(["answered-503"]);
    });
    expect((await this.store.getFolio("demo", "001"))?.balance).toBe(
      cents([...kept.values()].map((one) => Number(one.gross) / 100 - 1)),
    );
  }
}

interface Observed {
  failures: number;
  found: bigint[];
}
