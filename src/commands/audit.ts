import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import { readAuditConfig } from "../config.ts";
import type { AuditOptions } from "../store/audit/audit-store.ts";
import { openOrderedTables } from "../store/open-ordered.ts";
import { readHead } from "../store/trail-row.ts";
import { auditLines } from "./audit/audit-lines.ts";
import { AUDIT_EXIT, prove } from "./audit/prove.ts";
import { asAction, newCommand } from "./command-line.ts";

interface CommandOptions {
  property: string[];
  expectHead: AuditOptions["expectedHeads"];
  examples: number;
  json?: true;
  progress: boolean;
}

/** `audit`: proves on a database what the program promises, and changes nothing. */
export function auditCommand(): Command {
  return newCommand("audit", [
    "audit",
    "audit --property grand --json",
    "audit --expect-head grand:412:3fa94c0e…",
  ])
    .summary("prove that the books are whole")
    .description(
      "Proves on the database of DATA_DIR or DATABASE_URL, as it is at this moment: the trail is intact, bills equal what " +
        "was paid and their postings, clearing accounts are zero, running totals are what they are made of, identities are " +
        "complete, and nothing is missing or belongs nowhere. Reads only; a server may run beside it. " +
        "Exits with 0 when all of it holds, with 1 when something does not, with 2 when it could not be found out.",
    )
    .option(
      "--property <id>",
      "only this property; may be repeated",
      append,
      [],
    )
    .option(
      "--expect-head <property:number:hash>",
      "a head of the trail, as an earlier audit or a night audit report printed it: it must still be there; may be repeated",
      appendHead,
      [],
    )
    .option(
      "--examples <number>",
      "how many violations of each kind are shown; all are counted",
      readNumber,
      20,
    )
    .option("--json", "the report as one JSON document")
    .option("--no-progress", "no progress bar")
    .action(asAction(audit, AUDIT_EXIT.notDone));
}

async function audit(options: CommandOptions): Promise<number> {
  const { trailKeys, ...place } = readAuditConfig();
  const { property, expectHead, examples, progress } = options;
  const report = await prove(() => openOrderedTables(place), {
    trailKeys,
    propertyIds: property.length === 0 ? null : property,
    expectedHeads: expectHead,
    examplesMax: examples,
    showsProgress: progress,
  });
  for (const line of auditLines(report, options.json === true))
    console.log(line);
  return report.violations === 0 ? AUDIT_EXIT.clean : AUDIT_EXIT.violations;
}

function append(value: string, before: string[]): string[] {
  return [...before, value];
}

function appendHead(
  value: string,
  before: CommandOptions["expectHead"],
): CommandOptions["expectHead"] {
  const head = readHead(value);
  if (head === null)
    throw new InvalidArgumentError(
      "Give it as it was printed: property, number and 64 hex digits with colons between them.",
    );
  return [...before, head];
}

function readNumber(value: string): number {
  if (!/^\d{1,6}$/.test(value))
    throw new InvalidArgumentError("Give a whole number.");
  return Number(value);
}
