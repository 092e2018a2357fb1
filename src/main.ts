#!/usr/bin/env node
import type { Command } from "commander";
import { describeFailure, EXIT, newCommand } from "./commands/command-line.ts";
import { releaseVersion } from "./places.ts";

/** Each is loaded when it is called: a server need not wait for a simulator. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import("./commands/serve.ts")).serveCommand(),
  provision: async () =>
    (await import("./commands/provision.ts")).provisionCommand(),
  keys: async () => (await import("./commands/keys.ts")).keysCommand(),
  reservations: async () =>
    (await import("./commands/reservations.ts")).reservationsCommand(),
  lightspeed: async () =>
    (await import("./commands/lightspeed.ts")).lightspeedCommand(),
  providers: async () =>
    (await import("./commands/providers.ts")).providersCommand(),
  reconcile: async () =>
    (await import("./commands/reconcile.ts")).reconcileCommand(),
  simulate: async () =>
    (await import("./commands/simulate.ts")).simulateCommand(),
  audit: async () => (await import("./commands/audit.ts")).auditCommand(),
  backup: async () => (await import("./commands/backup.ts")).backupCommand(),
  "migrate-store": async () =>
    (await import("./commands/migrate-store.ts")).migrateStoreCommand(),
};

// Older ones read long numbers wrongly, without a word.
if (Number(process.versions.node.split(".", 1)[0]) < 22) {
  console.error(
    `Node.js ${process.versions.node} is too old: use 22.19 or later. "npm start" brings its own.`,
  );
  process.exit(EXIT.failed);
}

// Whoever reads what a command writes may have had enough of it, as `head` has.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(EXIT.done);
});

// What it writes, hotel data and keys, is for its owner only.
process.umask(0o077);

const program = newCommand("")
  .description(
    "The PMS side of the Lightspeed Restaurant K-Series PMS API: takes restaurant bills from the till and posts them on guest folios.",
  )
  .version(releaseVersion(), "--version", "say which release this is");
const called = COMMANDS[process.argv[2] ?? ""];
for (const load of called === undefined ? Object.values(COMMANDS) : [called])
  program.addCommand(await load());

try {
  await program.parseAsync();
} catch (error) {
  for (const line of describeFailure(error)) console.error(line);
  process.exitCode = EXIT.failed;
}
