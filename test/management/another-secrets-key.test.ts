import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { buildBill } from "../support/bill.ts";
import { startServe, talkToCommand } from "../support/command.ts";
import type { ServingCommand } from "../support/command.ts";
import { startStandIn } from "../support/lightspeed.ts";
import { partnerOf } from "../support/partner.ts";
import { dropDatabase, freshDatabase } from "../support/postgres-database.ts";
import { buildProvisioning, KEY, TOKEN } from "../support/provisioning.ts";
import { ended, LOCATION, saleOf } from "../support/reconciled-hotel.ts";
import { undoneAfterEach } from "../support/undone.ts";
import { until } from "../support/until.ts";
import { send } from "../support/wire.ts";

jest.setTimeout(120_000);

const cleaning = undoneAfterEach();
const keyOf = (byte: number): string =>
  Buffer.alloc(32, byte).toString("base64");
const FIRST = keyOf(2);
const OTHER = keyOf(3);

/** A hotel whose server can be started again with another key for its secrets. */
async function hotelWithSecrets() {
  const standIn = await startStandIn({ locations: [LOCATION] });
  cleaning.push(() => standIn.stop());
  const dataDir = await mkdtemp(join(tmpdir(), "pms-secrets-"));
  cleaning.push(() => rm(dataDir, { recursive: true, force: true }));
  const file = join(dataDir, "hotel.json");
  const place: Record<string, string> = {
    DATA_DIR: dataDir,
    PROVISION_FILE: file,
    ALLOW_PRIVATE_TARGETS: "true",
    TRAIL_KEY: keyOf(1),
  };
  if (process.env["TEST_ENGINE"] === "PostgreSQL") {
    const databaseUrl = await freshDatabase();
    cleaning.push(() => dropDatabase(databaseUrl));
    place["DATABASE_URL"] = databaseUrl;
  }
  const writeFileNamed = (name: string): Promise<void> =>
    writeFile(
      file,
      JSON.stringify(
        buildProvisioning((property) => {
          property["name"] = name;
          const [location] = property["businessLocations"] as object[];
          Object.assign(location!, { lightspeed: standIn.access("v2") });
        }),
      ),
    );
  await writeFileNamed("Hotel Test");
  let serving: ServingCommand | null = null;
  /** Stops the one before. */
  const serve = async (keys: Record<string, string>) => {
    await serving?.stop();
    serving = await startServe({ ...place, ...keys });
    return { ...serving, partner: partnerOf(serving.url) };
  };
  cleaning.push(() => serving?.stop());
  return { standIn, serve, place, writeFileNamed };
}

type Partner = ReturnType<typeof partnerOf>;

async function refundedReceipt(url: string): Promise<string> {
  const charged = await send(`${url}/charge`, {
    method: "POST",
    body: JSON.stringify({ apiKey: KEY, ...buildBill() }),
  });
  expect(charged.status).toBe(200);
  return String(charged.json()["receiptId"]);
}

const refund = (partner: Partner, receiptId: string) =>
  partner("POST", "/refunds", {
    body: { receiptId, amount: "1.00", reason: "cold" },
    headers: { "Idempotency-Key": "once" },
  });

async function grantAt(url: string): Promise<unknown> {
  const ready = await send(`${url}/readyz`, {
    headers: { Authorization: `Bearer ${TOKEN}` },
  });
  return (ready.json()["lightspeed"] as unknown[] | undefined)?.[0];
}

async function reconcile(partner: Partner, key: string) {
  const started = await partner("POST", "/reconciliations", {
    body: { businessDate: "2026-11-20", dryRun: true },
    headers: { "Idempotency-Key": key },
  });
  return ended(partner, String(started.json()["id"]));
}

describe("with another SECRETS_KEY", () => {
  test("a repeat is told that its request was done, and nothing is given back twice", async () => {
    const { serve } = await hotelWithSecrets();
    const before = await serve({ SECRETS_KEY: FIRST });
    const receiptId = await refundedReceipt(before.url);
    expect((await refund(before.partner, receiptId)).status).toBe(201);

    const { partner } = await serve({ SECRETS_KEY: OTHER });
    const again = await refund(partner, receiptId);
    expect(again.status).toBe(409);
    expect(again.json()).toMatchObject({
      code: "answer_unreadable",
      errors: [{ header: "Idempotency-Key" }],
    });
    const listed = await partner("GET", "/refunds");
    expect(listed.json()["results"]).toHaveLength(1);
  });

  test("that knows the one before, a repeat gets its first answer", async () => {
    const { serve } = await hotelWithSecrets();
    const before = await serve({ SECRETS_KEY: FIRST });
    const receiptId = await refundedReceipt(before.url);
    const first = await refund(before.partner, receiptId);

    const { partner } = await serve({
      SECRETS_KEY: OTHER,
      SECRETS_KEYS_BEFORE: FIRST,
    });
    const again = await refund(partner, receiptId);
    expect([again.status, again.text]).toEqual([200, first.text]);
  });

  test.each(["unchanged", "changed"])(
    "and the provisioning file %s, a server starts, says what is wrong with its access, and is mended by a new grant",
    async (which) => {
      const { standIn, serve, place, writeFileNamed } =
        await hotelWithSecrets();
      standIn.book(LOCATION).record(saleOf(buildBill()));
      const first = await serve({ SECRETS_KEY: FIRST });
      expect(await reconcile(first.partner, "first")).toMatchObject({
        status: "complete",
      });
      if (which === "changed") await writeFileNamed("Hotel Renamed");

      const other = await serve({ SECRETS_KEY: OTHER });
      await until(async () => {
        const grant = await grantAt(other.url);
        return (grant as { state?: string } | undefined)?.state === "dead";
      });
      expect(await grantAt(other.url)).toMatchObject({
        reason: expect.stringContaining("SECRETS_KEY"),
      });
      const failed = await reconcile(other.partner, "second");
      expect(failed).toMatchObject({ status: "failed" });
      expect(failed.failure).toContain("SECRETS_KEY");

      const connected = await talkToCommand(
        [
          ..."lightspeed connect --property demo --redirect-uri".split(" "),
          "https://pms.example.com/connected",
        ],
        { ...place, SECRETS_KEY: OTHER },
        async (written) => {
          const address = /^http\S+$/m.exec(written)?.[0];
          if (address === undefined || !written.includes("paste")) return null;
          const answer = await fetch(address, { redirect: "manual" });
          return answer.headers.get("location");
        },
      );
      expect(connected).toMatchObject({ code: 0 });
      expect(await reconcile(other.partner, "third")).toMatchObject({
        status: "complete",
      });
    },
  );

  test("that knows the one before, access goes on, and is kept by the new one alone once it was renewed", async () => {
    const { standIn, serve } = await hotelWithSecrets();
    standIn.book(LOCATION).record(saleOf(buildBill()));
    const first = await serve({ SECRETS_KEY: FIRST });
    expect((await reconcile(first.partner, "first")).status).toBe("complete");

    const both = { SECRETS_KEY: OTHER, SECRETS_KEYS_BEFORE: FIRST };
    const second = await serve(both);
    standIn.mishaps.add({ path: "/f/v2/", status: 401 });
    expect((await reconcile(second.partner, "second")).status).toBe("complete");

    const third = await serve({ SECRETS_KEY: OTHER });
    standIn.mishaps.add({ path: "/f/v2/", status: 401 });
    expect((await reconcile(third.partner, "third")).status).toBe("complete");
  });

  test("a connection that cannot be made for want of the client's secret says so before a browser is opened", async () => {
    const { serve, place } = await hotelWithSecrets();
    const first = await serve({ SECRETS_KEY: FIRST });
    await first.stop();
    const refused = await talkToCommand(
      "lightspeed connect --property demo --listen 1".split(" "),
      { ...place, SECRETS_KEY: OTHER },
      (written) => (written === "" ? null : ""),
    );
    expect(refused.code).toBe(1);
    expect(refused.stdout).toBe("");
    expect(refused.stderr).toContain("SECRETS_KEYS_BEFORE");
  });
});
