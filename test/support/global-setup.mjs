import freshContract from "./fresh-contract.mjs";
import { startPostgres } from "./postgres-server.ts";

/** Before all tests: the API description they compare answers with, and a PostgreSQL server they share. */
export default async function prepare() {
  await freshContract();
  const server = await startPostgres();
  process.env.TEST_POSTGRES_URL = server.url();
  globalThis.testPostgres = server;
}
