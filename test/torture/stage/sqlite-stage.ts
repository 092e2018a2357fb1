import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FakeClock } from "./fake-clock.ts";
import { hotelFile, KEYS } from "./hotel.ts";
import { Instance } from "./instance.ts";
import { processEnvironment } from "./process-environment.ts";
import { SmallDisk } from "./small-disk.ts";
import type { Stage, StageOptions } from "./stage.ts";
import { TillProcess } from "../till/till-process.ts";

/** A lap of bills at the pace of a fast machine, twice: in the database and in its log. */
const DISK_MEGABYTES = 192;

/** One instance with its embedded database on a disk of its own. */
export async function openSqliteStage({
  main,
  journal,
  directory,
  complain,
  seed,
}: StageOptions): Promise<Stage> {
  const disk = new SmallDisk(DISK_MEGABYTES);
  try {
    const clock = new FakeClock(directory);
    const dataDir = join(disk.path, "data");
    mkdirSync(dataDir);
    const environment = { ...KEYS, DATA_DIR: dataDir };
    const provisionFile = join(disk.path, "hotel.json");
    writeFileSync(provisionFile, JSON.stringify(hotelFile()));
    const instance = await Instance.create(main, {
      ...processEnvironment(clock),
      ...environment,
      PROVISION_FILE: provisionFile,
    });
    disk.sync();
    await instance.start();
    const till = new TillProcess({ urls: [instance.url], journal, seed });
    return {
      engine: "SQLite",
      instances: [instance],
      till,
      main,
      disk,
      environment,
      clock,
      server: null,
      complain,
      freezeStore: () => instance.signal("SIGSTOP"),
      killStore: () => instance.kill(),
      serve: async () => {
        if (instance.pid === null) await instance.start();
        else await instance.ready();
      },
      close: async () => {
        till.stop();
        await instance.stop();
        disk.remove();
      },
    };
  } catch (error) {
    disk.remove();
    throw error;
  }
}
