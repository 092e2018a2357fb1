import { afterEach, describe, expect, jest, test } from "@jest/globals";
import type { Fate } from "../../src/commands/simulate/losses.ts";
import { recordBill } from "../../src/commands/simulate/lightspeed/record-bill.ts";
import { runSimulation } from "../../src/commands/simulate/run-simulation.ts";
import { USUAL_MIX } from "../../src/commands/simulate/stories.ts";
import type { Sale } from "../../src/lightspeed/financial-api.ts";
import { formatDecimal, parseDecimal } from "../../src/money.ts";
import { lightspeedOn, startStandIn } from "../support/lightspeed.ts";
import { buildProvisioning, KEY, TOKEN } from "../support/provisioning.ts";
import { startApp } from "../support/start-app.ts";
import { send } from "../support/wire.ts";
import { until } from "../support/until.ts";
import { undoneAfterEach } from "../support/undone.ts";

jest.setTimeout(90_000);

const LOCATION = "45454565682155";
afterEach(() => void jest.restoreAllMocks());
const cleaning = undoneAfterEach();

async function hotelWith(refreshToken: string | null) {
  const standIn = await startStandIn({ locations: [LOCATION] });
  cleaning.push(() => standIn.stop());
  const access = standIn.access("v2");
  if (refreshToken !== null) access["refreshToken"] = refreshToken;
  const provisioning = buildProvisioning((property) => {
    const [location] = property["businessLocations"] as object[];
    Object.assign(location!, { lightspeed: access });
  });
  const environment = { ALLOW_PRIVATE_TARGETS: "true" };
  const hotel = await startApp({ provisioning, environment });
  cleaning.push(() => hotel.close());
  return { standIn, hotel };
}

describe("what simulate charged, with losses", () => {
  test("is read back from Lightspeed bill by bill: the lost ones too, and not the unrecorded", async () => {
    const { standIn, hotel } = await hotelWith(null);
    jest.spyOn(console, "log").mockImplementation(() => undefined);
    const fates = new Map<string, Fate>();
    await runSimulation({
      url: hotel.url,
      apiKey: KEY,
      rate: 0,
      count: 80,
      mix: USUAL_MIX,
      seed: "replay",
      at: Date.parse("2026-02-14T18:00:00Z"),
      concurrency: 4,
      flaky: 0,
      losses: { lost: 0.15, unrecorded: 0.15, late: 0 },
      record: (bill, fate) => {
        fates.set(bill.receipt.fiscId, fate);
        if (fate === "unrecorded") return;
        standIn.book(LOCATION).record(recordBill(bill, { syncedAt: 0 }));
      },
      timeout: 10_000,
      progress: false,
    });
    const lightspeed = lightspeedOn(hotel.app.store);
    cleaning.push(() => lightspeed.close());
    const sales = new Map<string, Sale>();
    for await (const page of lightspeed.financialApi.sales({
      place: { propertyId: "demo", businessLocationId: LOCATION },
      from: Date.parse("2026-02-14T00:00:00Z"),
      to: Date.parse("2026-02-16T00:00:00Z"),
    }))
      for (const sale of page.sales) sales.set(sale.fiscId!, sale);

    const recorded = [...fates].filter(([, fate]) => fate !== "unrecorded");
    expect([...sales.keys()].sort()).toEqual(
      recorded.map(([fiscId]) => fiscId).sort(),
    );
    expect(new Set(fates.values())).toEqual(
      new Set(["none", "lost", "unrecorded"]),
    );
    let compared = 0;
    for (const [fiscId, fate] of recorded) {
      const found = await send(
        `${hotel.url}/v1/properties/demo/receipts/${fiscId}`,
        { headers: { authorization: `Bearer ${TOKEN}` } },
      );
      if (fate === "lost") expect(found.status).toBe(404);
      if (found.status !== 200) continue;
      const receipt = found.json() as {
        uuid: string;
        tips: string;
        bills: { total: string }[];
      };
      const sale = sales.get(fiscId)!;
      expect(Buffer.from(receipt.uuid, "base64url").toString("hex")).toBe(
        sale.uuid,
      );
      expect(sumOf(receipt.bills.map(({ total }) => total))).toBe(
        sumOf(
          sale.payments.flatMap((each) => [each.netAmountWithTax, each.tip]),
        ),
      );
      expect(sumOf([receipt.tips])).toBe(
        sumOf(sale.payments.map(({ tip }) => tip)),
      );
      compared += 1;
    }
    expect(compared).toBeGreaterThan(30);
  });
});

function sumOf(amounts: (string | null)[]): string {
  const sum = amounts.reduce(
    (total, amount) => total + parseDecimal(amount ?? "0")!,
    0n,
  );
  return formatDecimal(sum);
}

describe("a running server", () => {
  test("whose refresh token Lightspeed does not accept says so in readiness, metrics and log, and takes bills", async () => {
    const secret = "a-refresh-token-that-nobody-knows";
    const { hotel } = await hotelWith(secret);
    const readiness = async () =>
      (
        await send(`${hotel.url}/readyz`, {
          headers: { authorization: `Bearer ${TOKEN}` },
        })
      ).json() as { status: string; lightspeed: { state: string }[] };
    await until(() => hotel.logText().includes("lightspeed.grant-dead"));
    expect(await readiness()).toMatchObject({
      status: "ready",
      lightspeed: [
        {
          propertyId: "demo",
          businessLocationId: LOCATION,
          state: "dead",
          reason: expect.stringContaining("lightspeed connect"),
        },
      ],
    });
    const { text } = await send(`${hotel.url}/metrics`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect(text).toContain('pms_lightspeed_grants{state="dead"} 1');
    expect(text).toContain(
      'pms_lightspeed_renewals_total{outcome="grant-refused"} 1',
    );
    const searched = await send(`${hotel.url}/search?term=101&apiKey=${KEY}`);
    expect(searched.status).toBe(200);
    for (const told of [hotel.logText(), JSON.stringify(await readiness())]) {
      expect(told).not.toContain(secret);
      expect(told).not.toContain("stand-in-secret");
    }
  });
});
