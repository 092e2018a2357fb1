/** Starts the PostgreSQL that the tests bring, prints its address, and ends with it at SIGTERM. */
import { startPostgres } from "../test/support/postgres-server.ts";

const server = await startPostgres();
console.log(server.url());
process.once("SIGTERM", () => {
  void server.remove().then(() => process.exit(0));
});
