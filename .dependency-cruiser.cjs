/**
 * The staircase of src/: a room imports only from the steps before its own.
 * Flows and doors see the contract of an adapter, never the adapter.
 */
const adapters = ["store", "connectors", "lightspeed"];
const wiring = [["config"], ["app"], ["commands"], ["main"]];
const steps = [
  ["money", "clock", "errors", "log", "places"],
  ["schemas"],
  ["properties"],
  ["reservations"],
  ["receipts"],
  ["folios"],
  ["night-audit", "reconciliation"],
  ["deliveries"],
  ["outgoing"],
  ["lists"],
  adapters,
  ["intake", "provisioning"],
  ["provisioning"],
  ["refunds", "dispatch", "reconciling"],
  ["http"],
  ["till", "management", "console"],
  ...wiring,
];

const flowsAndDoors = steps
  .slice(steps.indexOf(adapters) + 1, -wiring.length)
  .flat();
const contracts =
  "^src/(store/(store|contract/[^/]+)|connectors/connector|lightspeed/financial-api)\\.ts$";

const rooms = (names) => `^src/(${names.join("|")})(/|\\.ts$)`;
const rule = (name, from, to) => ({ name, severity: "error", from, to });
const notBelow = (level, room) =>
  steps
    .slice(level)
    .flat()
    .filter((name) => name !== room);

const looksDownOnly = steps
  .slice(0, -1)
  .flatMap((step, level) =>
    step.map((room) =>
      rule(
        `${room}-looks-down-only`,
        { path: rooms([room]) },
        { path: rooms(notBelow(level, room)) },
      ),
    ),
  );

module.exports = {
  forbidden: [
    ...looksDownOnly,
    rule(
      "every-room-has-a-step",
      { path: "^src/", pathNot: rooms(steps.flat()) },
      {},
    ),
    rule("no-cycles", {}, { circular: true }),
    rule(
      "adapters-do-not-meet",
      { path: "^src/(store|connectors)/([^/]+)/" },
      // What both engines run is theirs to see; it sees neither.
      {
        path: "^src/$1/[^/]+/",
        pathNot: "^src/($1/$2|store/(verbs|contract))/",
      },
    ),
    rule(
      "flows-and-doors-see-contracts-only",
      { path: rooms(flowsAndDoors) },
      { path: rooms(adapters), pathNot: contracts },
    ),
    rule(
      // It tests the client only as long as each reads Lightspeed's contract by itself.
      "the-stand-in-knows-nothing-of-the-client",
      { path: "^src/commands/simulate/lightspeed/" },
      { path: "^src/(lightspeed|outgoing)/" },
    ),
    rule(
      "no-dev-packages-in-src",
      { path: "^src/" },
      { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
