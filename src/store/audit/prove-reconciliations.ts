import type { HotelProof } from "./hotel-proof.ts";

const SUMS = [
  "lightspeedPayments",
  "lightspeedTips",
  "lightspeedTax",
  "herePayments",
  "hereTips",
  "hereTax",
] as const;
type Sum = (typeof SUMS)[number];

type Counted = Record<Sum | "times", bigint>;

interface OfReconciliation extends Record<Sum, bigint> {
  reconciliationId: bigint;
}

/**
 * What a reconciliation says of an outcome is what its items come to, and payments and tips are the same added up by
 * outcome and by method. Grows with reconciliations, not with bills.
 */
export async function proveReconciliations(proof: HotelProof): Promise<void> {
  const said = new Map<string, Counted>();
  const found = new Map<string, Counted>();
  const sections = new Map<string, Counted>();
  const totals = proof.reader.pieces<
    OfReconciliation & { section: string; name: string; times: bigint }
  >(
    "reconciliation_totals",
    ["reconciliationId", "section", "name", "times", ...SUMS],
    ["reconciliationId"],
  );
  for await (const piece of totals)
    for (const { reconciliationId: id, section, name, ...sums } of piece) {
      if (section === "outcome" && name !== "matched")
        addTo(said, `${id} ${name}`, sums);
      const isTaxed = { lightspeedTax: 0n, hereTax: 0n, times: 0n };
      addTo(sections, `${id} ${section}`, { ...sums, ...isTaxed });
    }
  const items = proof.reader.pieces<OfReconciliation & { outcome: string }>(
    "reconciliation_items",
    ["reconciliationId", "outcome", ...SUMS],
    ["reconciliationId"],
  );
  for await (const piece of items)
    for (const { reconciliationId: id, outcome, ...sums } of piece)
      addTo(found, `${id} ${outcome}`, { ...sums, times: 1n });
  for (const key of new Set([...said.keys(), ...found.keys()]))
    proveSame(proof, key, [said, key], [found, key]);
  const ids = new Set([...sections.keys()].map((key) => key.split(" ")[0]!));
  for (const id of ids)
    proveSame(
      proof,
      `${id} by method`,
      [sections, `${id} method`],
      [sections, `${id} outcome`],
    );
}

function addTo(
  counted: Map<string, Counted>,
  key: string,
  sums: Counted,
): void {
  const known = counted.get(key);
  if (known === undefined) counted.set(key, { ...sums });
  else
    for (const member of ["times", ...SUMS] as const)
      known[member] += sums[member];
}

const NOTHING: Counted = {
  times: 0n,
  lightspeedPayments: 0n,
  lightspeedTips: 0n,
  lightspeedTax: 0n,
  herePayments: 0n,
  hereTips: 0n,
  hereTax: 0n,
};

function proveSame(
  proof: HotelProof,
  about: string,
  [sums, of]: [Map<string, Counted>, string],
  [others, from]: [Map<string, Counted>, string],
): void {
  const is = sums.get(of) ?? NOTHING;
  const was = others.get(from) ?? NOTHING;
  const told = ({ times, ...rest }: Counted): string =>
    `${times} bills, ${SUMS.map((member) => proof.money(rest[member])).join(", ")}`;
  const holds = (["times", ...SUMS] as const).every(
    (member) => is[member] === was[member],
  );
  const [reconciliation = "", ...what] = about.split(" ");
  proof.expect(holds, "reconciliation", { reconciliation }, () => ({
    expected: `${what.join(" ")}: ${told(was)}, as its bills`,
    found: told(is),
  }));
}
