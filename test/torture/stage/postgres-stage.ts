import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startCuttingProxy } from "../../support/cutting-proxy.ts";
import { startPostgres } from "../../support/postgres-server.ts";
import { FakeClock } from "./fake-clock.ts";
import { hotelFile, KEYS } from "./hotel.ts";
import { Instance } from "./instance.ts";
import { processEnvironment } from "./process-environment.ts";
import { SmallDisk } from "./small-disk.ts";
import type { Stage, StageOptions } from "./stage.ts";
import { TillProcess } from "../till/till-process.ts";

const DISK_MEGABYTES = 640;

/** Of a server that has to do with little room, and whose log is soon full of checkpoints. */
const SERVER_SETTINGS = {
  wal_level: "replica",
  min_wal_size: "32MB",
  max_wal_size: "48MB",
};

/** Two instances on one PostgreSQL server, which has its database on a disk of its own. */
export async function openPostgresStage({
  main,
  journal,
  directory,
  complain,
  seed,
}: StageOptions): Promise<Stage> {
  const disk = new SmallDisk(DISK_MEGABYTES);
  const closing: (() => unknown)[] = [() => disk.remove()];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const clock = new FakeClock(directory);
    let postgres = await startPostgres({
      settings: SERVER_SETTINGS,
      directory: disk.path,
    });
    closing.push(() => postgres.stop());
    const line = await startCuttingProxy(postgres.port);
    closing.push(() => line.close());
    const provisionFile = join(disk.path, "hotel.json");
    writeFileSync(provisionFile, JSON.stringify(hotelFile()));
    const instances: Instance[] = [];
    for (const name of ["one", "other"]) {
      const dataDir = join(disk.path, name);
      mkdirSync(dataDir);
      const instance = await Instance.create(main, {
        ...processEnvironment(clock),
        ...KEYS,
        DATABASE_URL: `postgres://postgres@127.0.0.1:${line.port}/postgres`,
        DATA_DIR: dataDir,
        PROVISION_FILE: provisionFile,
      });
      instances.push(instance);
    }
    disk.sync();
    await Promise.all(instances.map((one) => one.start()));
    closing.push(() => Promise.all(instances.map((one) => one.stop())));
    const urls = instances.map(({ url }) => url);
    const till = new TillProcess({ urls, journal, seed });
    closing.push(() => till.stop());
    const environment = {
      ...KEYS,
      DATABASE_URL: postgres.url(),
      DATA_DIR: join(disk.path, "one"),
    };
    return {
      engine: "PostgreSQL",
      instances,
      till,
      main,
      disk,
      environment,
      clock,
      server: {
        get postgres() {
          return postgres;
        },
        line,
        replaceBy: (standby) => {
          postgres = standby;
          line.target = standby.port;
          environment.DATABASE_URL = standby.url();
        },
      },
      complain,
      freezeStore: () => {
        for (const one of instances) one.signal("SIGSTOP");
        postgres.freeze();
      },
      killStore: async () => {
        await Promise.all(instances.map((one) => one.kill()));
        await postgres.kill();
      },
      serve: async () => {
        await postgres.start();
        await Promise.all(
          instances.map((one) =>
            one.pid === null ? one.start() : one.ready(),
          ),
        );
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
