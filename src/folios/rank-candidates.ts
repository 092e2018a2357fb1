/** Where a bill was rung up. */
export interface Service {
  tableName: string | null;
  /** The waiter. */
  ownerId: string | null;
  deviceId: string | null;
}

/** A bill that a guest was charged before. */
export interface EarlierBill extends Service {
  folioId: string;
  /** Milliseconds UTC. */
  closedAt: number;
}

/** Why somebody may be who a bill belongs to; the strongest first. */
const SIGNS = ["same-table", "same-waiter", "same-device"] as const;
type Sign = (typeof SIGNS)[number];

export interface Traced {
  folioId: string;
  because: Sign[];
  /** When the last of those bills was closed; milliseconds UTC. */
  lastBillAt: number;
}

/** Who was charged earlier bills from the same table, waiter or device: by the strongest sign, then who was there last. */
export function rankCandidates(
  service: Service,
  earlier: readonly EarlierBill[],
): Traced[] {
  const traced = new Map<string, Traced>();
  for (const bill of earlier) {
    const signs = signsOf(service, bill);
    if (signs.length === 0) continue;
    const known = traced.get(bill.folioId);
    traced.set(bill.folioId, {
      folioId: bill.folioId,
      because: SIGNS.filter(
        (sign) => signs.includes(sign) || known?.because.includes(sign),
      ),
      lastBillAt: Math.max(bill.closedAt, known?.lastBillAt ?? bill.closedAt),
    });
  }
  return [...traced.values()].sort(
    (one, other) =>
      weightOf(other) - weightOf(one) || other.lastBillAt - one.lastBillAt,
  );
}

function signsOf(service: Service, bill: Service): Sign[] {
  const same = (member: keyof Service): boolean =>
    service[member] !== null && service[member] === bill[member];
  const said: Record<Sign, boolean> = {
    "same-table": same("tableName"),
    "same-waiter": same("ownerId"),
    "same-device": same("deviceId"),
  };
  return SIGNS.filter((sign) => said[sign]);
}

/** A stronger sign outweighs all weaker ones together. */
function weightOf({ because }: Traced): number {
  return because.reduce((sum, sign) => sum + 4 / 2 ** SIGNS.indexOf(sign), 0);
}
