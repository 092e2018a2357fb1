#!/usr/bin/env node
import { auditCommand } from "./commands/audit.ts";
import { backupCommand } from "./commands/backup.ts";
import { describeFailure, EXIT, newCommand } from "./commands/command-line.ts";
import { keysCommand } from "./commands/keys.ts";
import { lightspeedCommand } from "./commands/lightspeed.ts";
import { migrateStoreCommand } from "./commands/migrate-store.ts";
import { providersCommand } from "./commands/providers.ts";
import { provisionCommand } from "./commands/provision.ts";
import { reconcileCommand } from "./commands/reconcile.ts";
import { reservationsCommand } from "./commands/reservations.ts";
import { serveCommand } from "./commands/serve.ts";
import { simulateCommand } from "./commands/simulate.ts";

// Older ones read long numbers wrongly, without a word.
if (Number(process.versions.node.split(".", 1)[0]) < 22) {
  console.error(
    `Node.js ${process.versions.node} is too old: use 22.18 or later. "npm start" brings its own.`,
  );
  process.exit(EXIT.failed);
}

// What it writes, hotel data and keys, is for its owner only.
process.umask(0o077);

const program = newCommand("")
  .description(
    "The PMS side of the Lightspeed Restaurant K-Series PMS API: takes restaurant bills from the till and posts them on guest folios.",
  )
  .addCommand(serveCommand())
  .addCommand(provisionCommand())
  .addCommand(keysCommand())
  .addCommand(reservationsCommand())
  .addCommand(lightspeedCommand())
  .addCommand(providersCommand())
  .addCommand(reconcileCommand())
  .addCommand(simulateCommand())
  .addCommand(auditCommand())
  .addCommand(backupCommand())
  .addCommand(migrateStoreCommand());

try {
  await program.parseAsync();
} catch (error) {
  for (const line of describeFailure(error)) console.error(line);
  process.exitCode = EXIT.failed;
}
