import { randomBytes } from "node:crypto";
import { compileSchema } from "../schemas/schema.ts";
import type {
  ApiKey,
  ApiKeyIssued,
  ApiKeyRequest,
} from "../schemas/generated.ts";
import type { StoredApiKey } from "../store/contract/access.ts";
import { pathParameter, propertyOf } from "./call.ts";
import type { Answer, Call, ManagementRoute } from "./call.ts";
import {
  idempotencyConflict,
  idempotencyFor,
  idempotencyKeyOf,
} from "./idempotency.ts";
import { bodyInvalid, readJsonBody } from "./json-body.ts";
import { listAction } from "./list-resource.ts";
import { instant, optional } from "./present.ts";
import { notFound } from "./problems.ts";

const KEY_BYTES = 32;
const checkRequest = compileSchema<ApiKeyRequest>("ApiKeyRequest");

export const apiKeyRoutes: ManagementRoute[] = [
  {
    template: "/v1/properties/:propertyId/api-keys",
    methods: {
      GET: listAction("api-keys", "admin", present),
      POST: { scope: "admin", act: issue },
    },
  },
  {
    template: "/v1/properties/:propertyId/api-keys/:id",
    methods: { DELETE: { scope: "admin", act: revoke } },
  },
];

/** The key is shown here only; a repeat with the same Idempotency-Key gets the same one. */
async function issue(call: Call): Promise<Answer> {
  const idempotencyKey = idempotencyKeyOf(call);
  const body = await readJsonBody(call, checkRequest);
  const { door, propertyId, actor } = call;
  const { businessLocationId, name } = body;
  const locations = propertyOf(call).businessLocations;
  if (!locations.some((location) => location.id === businessLocationId)) {
    throw bodyInvalid([
      {
        pointer: "/businessLocationId",
        fault: "is no business location of this property",
        remedy: "add it to the settings first",
      },
    ]);
  }
  const issued = await door.store.issueApiKey({
    actor,
    propertyId,
    businessLocationId,
    name,
    key: randomBytes(KEY_BYTES).toString("base64url"),
    idempotency: idempotencyFor(idempotencyKey, [
      "api-keys",
      propertyId,
      businessLocationId,
      name,
    ]),
  });
  if (issued.kind === "idempotency-conflict") throw idempotencyConflict(issued);
  await door.access.refresh();
  const shown: ApiKeyIssued = { ...present(issued.apiKey), key: issued.key };
  return { status: 201, body: shown };
}

/** Holds at once: the doors know before the answer leaves. */
async function revoke(call: Call): Promise<Answer> {
  const { door, propertyId, actor } = call;
  const keyId = pathParameter(call, "id");
  const isThere = await door.store.revokeApiKey({ actor, propertyId, keyId });
  if (!isThere) throw notFound();
  await door.access.refresh();
  return { status: 204, empty: true };
}

function present(key: StoredApiKey): ApiKey {
  return {
    id: key.keyId,
    name: key.name,
    businessLocationId: key.businessLocationId,
    createdAt: instant(key.createdAt),
    revokedAt: optional(key.revokedAt, instant),
  };
}
