#!/usr/bin/env node
import { Command } from "commander";
import { describeFailure, EXIT } from "./commands/command-line.ts";
import { serveCommand } from "./commands/serve.ts";

const program = new Command("pms-charge-receiver")
  .description(
    "The PMS side of the Lightspeed Restaurant K-Series PMS API: takes restaurant bills from the till and posts them on guest folios.",
  )
  .addCommand(serveCommand());

try {
  await program.parseAsync();
} catch (error) {
  for (const line of describeFailure(error)) console.error(line);
  process.exitCode = EXIT.failed;
}
