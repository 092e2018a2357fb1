import freshContract from "./fresh-contract.mjs";
import { startPostgres } from "./postgres-server.ts";

/** Before all tests: the API description they compare answers with, and a PostgreSQL server they share. */
export default async function prepare() {
  await freshContract();
  // The tables of tests are so small that the planner would rather read them whole.
  const server = await startPostgres({ settings: { enable_seqscan: "off" } });
  process.env.TEST_POSTGRES_URL = server.url();
  globalThis.testPostgres = server;
}
