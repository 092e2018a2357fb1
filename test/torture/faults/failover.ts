import { setTimeout as sleep } from "node:timers/promises";
import { askPostgres } from "../../support/postgres-server.ts";
import { startStandby } from "../../support/postgres-standby.ts";
import type { Fault } from "../fault.ts";

/** The server is killed, and its synchronous standby takes its place behind the same address. */
export const failover: Fault = {
  name: "failover",
  engines: ["PostgreSQL"],
  tillMaySee: ["unsure"],
  begin: async (stage, random) => {
    const server = stage.server!;
    const primary = server.postgres;
    const standby = await startStandby(primary, { directory: stage.disk.path });
    // Whoever copies a cluster syncs the copy.
    stage.disk.sync();
    await sleep(random.below(1_500));
    await primary.kill();
    await askPostgres(standby.url(), "SELECT pg_promote()");
    server.replaceBy(standby);
    await primary.remove();
    return 1;
  },
  end: (stage) => stage.serve(),
};
