import { afterAll, beforeAll } from "@jest/globals";
import { startPooler } from "../support/pgbouncer.ts";
import type { Pooler } from "../support/pgbouncer.ts";
import { freshDatabase } from "../support/postgres-database.ts";
import { describeStore } from "./store-contract.ts";
import { closeAll, openPostgres } from "./store-fixture.ts";

let pooler: Pooler;
beforeAll(async () => {
  pooler = await startPooler(new URL(process.env["TEST_POSTGRES_URL"]!));
});
afterAll(() => pooler.stop());

describeStore(
  "PostgreSQL behind a transaction pooler",
  async () => {
    const name = new URL(await freshDatabase()).pathname.slice(1);
    return openPostgres({ databaseUrl: pooler.url(name) });
  },
  closeAll,
);
