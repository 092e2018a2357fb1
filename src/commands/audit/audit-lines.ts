import type { AuditReport } from "../../store/audit/audit-store.ts";
import type { Violation } from "../../store/audit/findings.ts";
import { INSTALLATION } from "../../store/trail-row.ts";

/** A report for people, or for machines as one document. */
export function auditLines(report: AuditReport, asJson: boolean): string[] {
  return asJson ? [JSON.stringify(report, null, 2)] : forPeople(report);
}

function forPeople(report: AuditReport): string[] {
  return [
    ...report.hotels.map(
      ({ propertyId, receipts, postings, refused }) =>
        `${propertyId}: ${receipts} receipts, ${postings} postings, ${refused} refused receipts`,
    ),
    "",
    "Heads of the trail, to be kept elsewhere and given to a later audit with --expect-head:",
    ...report.chains.map(
      ({ propertyId, head }) =>
        `  ${head}${propertyId === INSTALLATION ? "  (the installation)" : ""}`,
    ),
    "",
    ...found(report),
  ];
}

function found({
  violations,
  found: kinds,
  isTrailKeyUnknown,
}: AuditReport): string[] {
  if (violations === 0) return ["No violations."];
  return [
    ...kinds.flatMap(({ breach, count, examples }) => [
      `${breach}: ${count}`,
      ...examples.map((violation) => `  ${violationInWords(violation)}`),
      ...(count > examples.length
        ? [`  and ${count - examples.length} more`]
        : []),
    ]),
    "",
    ...(isTrailKeyUnknown
      ? [
          "No entry of the trail was signed with the TRAIL_KEY that was given: is it the one the server has?",
        ]
      : []),
    `${violations} ${violations === 1 ? "violation" : "violations"}. What each means and what to do: docs/operating.md, "Proving the books".`,
  ];
}

/** A violation in one line: what it is about, what was expected, and what is there. */
export function violationInWords({
  propertyId,
  about,
  expected,
  found: there,
}: Violation): string {
  const ids = Object.entries(about).map(([name, id]) => `${name} ${id}`);
  return `${[propertyId, ...ids].join(", ")}: expected ${expected}; found ${there}`;
}
