import { describe, expect, jest, test } from "@jest/globals";
import { buildBill } from "../support/bill.ts";
import { runCommand } from "../support/command.ts";
import {
  cashBill,
  DATE,
  NOW,
  startReconciledHotel,
} from "../support/reconciled-hotel.ts";
import type { ReconciledHotel } from "../support/reconciled-hotel.ts";
import { undoneAfterEach } from "../support/undone.ts";

jest.setTimeout(60_000);

const cleaning = undoneAfterEach();

async function hotelBesideACommand(features: string[] = []) {
  const hotel: ReconciledHotel = await startReconciledHotel({
    change: (property) => {
      const [location] = property["businessLocations"] as object[];
      Object.assign(location!, { features });
    },
  });
  cleaning.push(() => hotel.close());
  const command = (...args: string[]) =>
    runCommand(["reconcile", ...args], {
      DATA_DIR: hotel.dataDir,
      ALLOW_PRIVATE_TARGETS: "true",
    });
  return { hotel, command };
}

describe("reconcile", () => {
  test("prints what is missing and what the sums come to, beside a server, and exits with 1 unless all is in order", async () => {
    const { hotel, command } = await hotelBesideACommand();
    await hotel.sell(buildBill());
    const inOrder = await command("--property", "demo", "--date", DATE);
    expect(inOrder).toMatchObject({ code: 0 });
    hotel.record(buildBill());
    const missing = await command("--property", "demo", "--from", DATE);
    expect(missing.code).toBe(1);
    expect(missing.stdout).toMatch(/of demo, 2026-11-20: complete\n/);
    expect(missing.stdout).toMatch(/^matched +1 +12\.00 +12\.00 +0\.00$/m);
    expect(missing.stdout).toMatch(
      /^missing-here +1 +12\.00 +0\.00 +-12\.00$/m,
    );
    expect(missing.stdout).toMatch(
      /^missing-here: of them recovered 0, waiting for staff 1$/m,
    );
    expect(missing.stdout).toMatch(/^IKPMS +22\.00 +11\.00 +-11\.00$/m);
    expect(missing.stdout).toMatch(/^tips +2\.00 +1\.00 +-1\.00$/m);
    const { results } = (
      await hotel.partner("GET", "/reconciliations")
    ).json() as { results: { startedBy: string }[] };
    expect(results.map(({ startedBy }) => startedBy)).toEqual([
      "command line",
      "command line",
    ]);
  });

  test("exits with 0 when all that was missing has been recovered", async () => {
    const { hotel, command } = await hotelBesideACommand(["MIRRORING"]);
    for (const amount of [20, 30]) hotel.record(cashBill(amount));
    const dry = await command(
      "--property",
      "demo",
      "--date",
      DATE,
      "--dry-run",
    );
    expect(dry.code).toBe(1);
    expect(dry.stdout).toMatch(/of them recovered 0, waiting for staff 0$/m);
    const recovered = await command("--property", "demo", "--date", DATE);
    expect(recovered.stdout).toMatch(
      /^missing-here: of them recovered 2, waiting for staff 0$/m,
    );
    expect(recovered.code).toBe(0);
    const again = await command("--property", "demo", "--date", DATE);
    expect(again.code).toBe(0);
    expect(again.stdout).not.toMatch(/of them/);
  });

  test("leaves what the server began by itself to the server, which recovers less than a person asks for", async () => {
    const { hotel, command } = await hotelBesideACommand(["MIRRORING"]);
    const { store } = hotel.app;
    const lost = cashBill(20);
    hotel.record(lost);
    await store.startReconciliation({
      actor: null,
      propertyId: "demo",
      range: { from: DATE, to: DATE },
      unlessSince: null,
      heals: true,
      idempotency: null,
    });
    // Left by a process that died: by the clock of the server it is not over yet, by the command's it is.
    const lease = { holder: "dead", now: NOW, leaseMs: 60_000 };
    await store.claimReconciliation({ of: null, lease });
    const recovered = await command("--property", "demo", "--date", DATE);
    expect(recovered.stdout).toMatch(/of them recovered 1,/);
    const trail = await hotel.trail("demo");
    expect(trail.map(({ actor, act }) => `${actor} ${act}`)).toContain(
      "command:command line reconciliation.started",
    );
  });

  test("says what is wrong with its options, and with Lightspeed", async () => {
    const { hotel, command } = await hotelBesideACommand();
    expect((await command("--property", "nowhere")).stderr).toMatch(
      /no property nowhere/,
    );
    expect(
      (await command("--property", "demo", "--date", "2026-02-30")).code,
    ).toBe(2);
    for (const [args, said] of [
      [["--date", DATE, "--from", DATE], /--date stands beside/],
      [["--from", DATE, "--to", "2026-11-19"], /--from is after --to/],
      [["--date", "2999-01-01"], /has not begun/],
      [["--from", "2020-01-01", "--to", DATE], /more than 366 days/],
    ] as const)
      expect((await command("--property", "demo", ...args)).stderr).toMatch(
        said,
      );
    hotel.standIn.mishaps.add({ path: "/f/", status: 403, times: 9 });
    const failed = await command(
      "--property",
      "demo",
      "--date",
      DATE,
      "--no-progress",
    );
    expect(failed.code).toBe(1);
    expect(failed.stdout).toMatch(/: failed\n.*Lightspeed/);
  });
});
