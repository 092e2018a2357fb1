import { describe, expect, jest, test } from "@jest/globals";
import { buildBill } from "../support/bill.ts";
import { runCommand } from "../support/command.ts";
import { DATE, startReconciledHotel } from "../support/reconciled-hotel.ts";
import type { ReconciledHotel } from "../support/reconciled-hotel.ts";
import { undoneAfterEach } from "../support/undone.ts";

jest.setTimeout(60_000);

const cleaning = undoneAfterEach();

async function hotelBesideACommand() {
  const hotel: ReconciledHotel = await startReconciledHotel();
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
