import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../support/command.ts";
import { nothingLeft, ON_BOTH } from "../fault.ts";
import type { Fault } from "../fault.ts";
import { HOTEL, LOCATION } from "../stage/hotel.ts";

/** People work with the command line on the database that is served: guests, keys, a backup, an audit. */
export const commandsBeside: Fault = {
  name: "commands beside",
  engines: ON_BOTH,
  tillMaySee: [],
  begin: async ({ engine, disk, main, environment, complain }, random) => {
    const guests = join(disk.path, "guests.json");
    writeFileSync(guests, JSON.stringify(guestFile(random.below(1_000))));
    const copy = join(disk.path, "copy.sqlite");
    const commands = [
      ["reservations", "import", guests, "--property", HOTEL],
      [
        "keys",
        "issue",
        "--property",
        HOTEL,
        "--location",
        LOCATION,
        "--name",
        "spare",
      ],
      ["audit", "--no-progress"],
      ...(engine === "SQLite" ? [["backup", copy, "--no-progress"]] : []),
    ];
    await Promise.all(
      commands.map(async (args) => {
        const { code, stdout, stderr } = await runCommand(
          args,
          environment,
          main,
        );
        if (code !== 0)
          complain(`${args.join(" ")}: ${code}\n${stdout}${stderr}`);
      }),
    );
    rmSync(copy, { force: true });
    return commands.length;
  },
  end: nothingLeft,
};

function guestFile(number: number): unknown {
  const reservationId = `W-${number}`;
  const guest = { roomId: "501", clientName: "Ann Ex", status: "in-house" };
  return [{ reservationId, ...guest }];
}
