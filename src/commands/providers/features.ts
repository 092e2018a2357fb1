const CONSEQUENCES: Record<string, string> = {
  SEARCH_BY_NAME:
    "waiters find guests by name and room; Lightspeed demands it.",
  MIRRORING:
    "every closed bill is sent, paid to a room or not; the others are booked on the clearing account.",
  PARTIAL_PAYMENTS:
    "a guest may sign for a part of a bill; other payments stand beside it.",
  MULTI_PAYMENTS: "a bill may be signed for by several rooms.",
  SERVICE_CHARGE:
    "bills tell the service charge, so that it is a posting of its own.",
  ENRICHED_PAYLOAD:
    "lines tell their type and each tax, so that neither has to be guessed.",
};

/** By name, as Lightspeed spells them. */
export const FEATURES: readonly string[] = Object.keys(CONSEQUENCES);

/** What it changes in what tills send. */
export function describeFeature(name: string): string {
  return CONSEQUENCES[name] ?? "not known to this version.";
}

export const OTHER_SWITCH =
  "Features of a provider that is linked already have no effect until somebody opens the payment method (type Charge to " +
  "Room, code IKPMS) in Lightspeed's back office, sets its PMS server to something else, saves, sets it back to Other and " +
  "saves again. A new one needs that payment method with PMS server Other, allowed in each POS configuration. Then reload " +
  "the configuration on the tills.";
