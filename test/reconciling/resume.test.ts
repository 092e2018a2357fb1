import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import type { Reconciliation } from "../../src/schemas/generated.ts";
import { until } from "../support/until.ts";
import { buildBill } from "../support/bill.ts";
import { startServe } from "../support/command.ts";
import type { ServingCommand } from "../support/command.ts";
import { startStandIn } from "../support/lightspeed.ts";
import { partnerOf } from "../support/partner.ts";
import { dropDatabase, freshDatabase } from "../support/postgres-database.ts";
import { buildProvisioning, KEY } from "../support/provisioning.ts";
import { ended, LOCATION, saleOf } from "../support/reconciled-hotel.ts";
import { send } from "../support/wire.ts";
import { undoneAfterEach } from "../support/undone.ts";

jest.setTimeout(120_000);

const cleaning = undoneAfterEach();

const DAY_MS = 86_400_000;
const SALES = 450;
const CHARGED = 40;

/** A server as a process of its own, whose Lightspeed is slow; five pages of sales on one date. */
async function hotelInAProcess() {
  const standIn = await startStandIn({ locations: [LOCATION] });
  cleaning.push(() => standIn.stop());
  const dataDir = await mkdtemp(join(tmpdir(), "pms-resume-"));
  cleaning.push(() => rm(dataDir, { recursive: true, force: true }));
  const file = join(dataDir, "hotel.json");
  const provisioning = buildProvisioning((property) => {
    const [location] = property["businessLocations"] as object[];
    Object.assign(location!, { lightspeed: standIn.access("v2") });
  });
  await writeFile(file, JSON.stringify(provisioning));
  const environment: Record<string, string> = {
    DATA_DIR: dataDir,
    PROVISION_FILE: file,
    ALLOW_PRIVATE_TARGETS: "true",
  };
  if (process.env["TEST_ENGINE"] === "PostgreSQL") {
    const databaseUrl = await freshDatabase();
    cleaning.push(() => dropDatabase(databaseUrl));
    Object.assign(environment, {
      DATABASE_URL: databaseUrl,
      TRAIL_KEY: Buffer.alloc(32, 1).toString("base64"),
      SECRETS_KEY: Buffer.alloc(32, 2).toString("base64"),
    });
  }
  const serve = async (): Promise<ServingCommand> => {
    const serving = await startServe(environment);
    cleaning.push(() => serving.stop());
    return serving;
  };
  const noon = new Date(Date.now() - 3 * DAY_MS).toISOString().slice(0, 10);
  const bills = Array.from({ length: SALES }, (_, n) =>
    buildBill({
      closeDate: new Date(
        Date.parse(`${noon}T12:00:00Z`) + n * 1_000,
      ).toISOString(),
    }),
  );
  for (const bill of bills) standIn.book(LOCATION).record(saleOf(bill));
  /** Of each page asked for, where it begins; empty: at the start. */
  const pages = (): string[] =>
    standIn.heard
      .filter((heard) => heard.includes("/sales?"))
      .map(
        (heard) =>
          new URL(heard.split(" ")[1]!, "http://x").searchParams.get(
            "nextPageToken",
          ) ?? "",
      );
  return { standIn, serve, bills, pages, businessDate: noon };
}

async function ask(
  serving: ServingCommand,
  businessDate: string,
  key: string,
): Promise<string> {
  const started = await partnerOf(serving.url)("POST", "/reconciliations", {
    body: { businessDate, dryRun: true },
    headers: { "Idempotency-Key": key },
  });
  return String(started.json()["id"]);
}

describe("a reconciliation whose server is killed in the middle", () => {
  test("is gone on with by the next one where it was, and comes to what an undisturbed one does", async () => {
    const { standIn, serve, bills, pages, businessDate } =
      await hotelInAProcess();
    const first = await serve();
    for (const bill of bills.slice(-CHARGED))
      await send(`${first.url}/charge`, {
        method: "POST",
        body: JSON.stringify({ apiKey: KEY, ...bill }),
      });
    standIn.mishaps.add({ path: "/f/v2/", delayMs: 400, times: 1_000 });
    const id = await ask(first, businessDate, "first");
    // Who asks for the third page has kept the first, and may have kept the second.
    await until(() => pages().length >= 3);
    await first.kill();
    const before = pages();
    standIn.mishaps.clear();

    const second = await serve();
    const resumed = await ended(partnerOf(second.url), id);
    expect(before.slice(1)).toContain(pages()[before.length]);
    expect(pages().filter((page) => page === "")).toHaveLength(1);
    expect(resumed).toMatchObject({
      status: "complete",
      counts: {
        matched: CHARGED,
        missingHere: SALES - CHARGED,
        missingAtLightspeed: 0,
      },
    });
    const again = await ask(second, businessDate, "second");
    const undisturbed = await ended(partnerOf(second.url), again);
    const told = ({ counts, totals, days }: Reconciliation) => ({
      counts,
      totals,
      days,
    });
    expect(told(resumed)).toEqual(told(undisturbed));
  });

  test("and one that is stopped in order leaves it to the next at once", async () => {
    const { standIn, serve, pages, businessDate } = await hotelInAProcess();
    const first = await serve();
    standIn.mishaps.add({ path: "/f/v2/", delayMs: 400, times: 1_000 });
    const id = await ask(first, businessDate, "first");
    await until(() => pages().length >= 3);
    expect(await first.stop()).toBe(0);
    standIn.mishaps.clear();
    const second = await serve();
    const resumed = await ended(partnerOf(second.url), id);
    expect(resumed.counts).toMatchObject({ missingHere: SALES });
    expect(pages().filter((page) => page === "")).toHaveLength(1);
  });
});
