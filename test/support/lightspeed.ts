import { systemClock } from "../../src/clock.ts";
import type { Clock } from "../../src/clock.ts";
import { LightspeedStandIn } from "../../src/commands/simulate/lightspeed/stand-in.ts";
import type { StandInOptions } from "../../src/commands/simulate/lightspeed/stand-in.ts";
import type { RecordedSale } from "../../src/commands/simulate/lightspeed/recorded-sale.ts";
import type { GrantObserver } from "../../src/lightspeed/access-tokens.ts";
import { openLightspeed } from "../../src/lightspeed/open-lightspeed.ts";
import type { Lightspeed } from "../../src/lightspeed/open-lightspeed.ts";
import { Outgoing } from "../../src/outgoing/outgoing.ts";
import type { Store } from "../../src/store/store.ts";

export async function startStandIn(
  options: StandInOptions,
): Promise<LightspeedStandIn> {
  const standIn = new LightspeedStandIn(options);
  await standIn.start(0);
  return standIn;
}

export interface ObservedLightspeed extends Lightspeed {
  observed: string[];
  close: () => Promise<void>;
}

/** The client as an instance runs it, with short waits. */
export function lightspeedOn(
  store: Pick<Store, "openGrant" | "keepRenewal" | "endRenewal">,
  clock: Clock = systemClock,
): ObservedLightspeed {
  const observed: string[] = [];
  const observer: GrantObserver = {
    renewed: () => void observed.push("renewed"),
    renewalFailed: ({ reason }) => void observed.push(`failed ${reason}`),
    notKeptYet: () => void observed.push("not kept yet"),
    died: ({ death }) => void observed.push(`died ${death}`),
  };
  const outgoing = new Outgoing({ allowPrivateTargets: true });
  const lightspeed = openLightspeed({
    outgoing,
    keeper: store,
    clock,
    observer,
    patience: { attemptsMax: 4, firstDelayMs: 5, delayMaxMs: 3_000 },
  });
  return {
    ...lightspeed,
    observed,
    close: async () => {
      await lightspeed.tokens.close(5_000);
      await outgoing.close();
    },
  };
}

let accounts = 0;

/** A sale of 11.00 on a room with a tip of 1.00. */
export function recordedSale(
  overrides: Partial<RecordedSale> = {},
): RecordedSale {
  accounts += 1;
  const fiscId = `A700.${accounts}`;
  const closedAt = Date.parse("2026-02-14T20:04:08.734Z");
  const id = Buffer.alloc(16);
  id.writeUInt32BE(accounts, 0);
  return {
    uuid: id.toString("base64"),
    fiscId,
    receiptId: `R700.${accounts}`,
    initialAccountId: fiscId,
    previousAccountId: null,
    type: "SALE",
    cancelled: false,
    openedAt: closedAt - 320_000,
    closedAt,
    tableName: "Terrace 5",
    ownerId: "9223372036854775806",
    ownerName: "Manager",
    deviceId: "700",
    covers: "2",
    lines: [
      {
        name: "Burger",
        sku: "52",
        groupId: "9223372036854775807",
        groupName: "Food",
        quantity: "1.000",
        withTax: "11.00",
        withoutTax: "10.175763",
        tax: "0.824237",
        taxRate: "1.081",
        taxIncluded: true,
        serviceCharge: "0.00",
        serviceChargeType: "NO_SERVICE_CHARGE",
        discount: "0.00",
      },
    ],
    payments: [{ code: "IKPMS", name: "Room", amount: "11.00", tip: "1.00" }],
    syncedAt: 0,
    correctedAt: null,
    ...overrides,
  };
}
