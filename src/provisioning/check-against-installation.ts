import type { Fault } from "../schemas/schema.ts";
import type { Access } from "../store/contract/access.ts";
import type { ProvisioningPlan } from "../store/contract/provisioning.ts";

/** What a file asks for that belongs to somebody else already: ids and keys are unique in the installation. */
export function checkAgainstInstallation(
  plan: ProvisioningPlan,
  installed: Access,
): Fault[] {
  return [
    ...foreignLocations(plan, installed),
    ...foreignKeys(plan, installed),
  ];
}

function foreignLocations(plan: ProvisioningPlan, installed: Access): Fault[] {
  const owners = new Map(
    installed.properties.flatMap((property) =>
      property.businessLocations.map(({ id }) => [id, property.id] as const),
    ),
  );
  return plan.properties.flatMap(({ property }, index) =>
    property.businessLocations.flatMap(({ id }, place) => {
      const owner = owners.get(id) ?? property.id;
      if (owner === property.id) return [];
      return [
        {
          pointer: `/properties/${index}/businessLocations/${place}/id`,
          fault: `belongs to the property ${owner} of this installation`,
          remedy: "give the id that Lightspeed shows for this outlet",
        },
      ];
    }),
  );
}

function foreignKeys(plan: ProvisioningPlan, installed: Access): Fault[] {
  const locations = new Map(
    installed.apiKeys.map(
      (key) => [key.digest, key.businessLocationId] as const,
    ),
  );
  return plan.properties.flatMap(({ property, apiKeys }, index) =>
    apiKeys.flatMap(({ businessLocationId, name, digest }) => {
      const owner = locations.get(digest) ?? businessLocationId;
      if (owner === businessLocationId) return [];
      const place = property.businessLocations.findIndex(
        ({ id }) => id === businessLocationId,
      );
      return [
        {
          pointer: `/properties/${index}/businessLocations/${place}/apiKeys`,
          fault: `the key named ${JSON.stringify(name)} is already the key of another business location`,
          remedy: "make a new one, for instance with: openssl rand -hex 24",
        },
      ];
    }),
  );
}
