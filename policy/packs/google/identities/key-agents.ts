import { ENCRYPTED_TYPES } from "../../../../google/encrypted-types";
import type { Estate } from "../../../core/estate";
import { namedAt } from "../../../core/relations/named";
import type { Resource } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import type { Grant } from "./grants";
import { grantsOfRight, type Right } from "./rights";
import { mayBeToAgent } from "./agent-rights";

const KEY = "google_kms_crypto_key";

const USING: Right = {
  roles: /^roles\/cloudkms\.(cryptoKeyEncrypterDecrypter|cryptoOperator|admin)$/,
  narrow: [{ grant: /^google_kms_crypto_key_iam_/, path: "crypto_key_id", types: [KEY] }],
};

/** A grant on the whole ring is one on each of its keys. */
const hasRingGrant = (estate: Estate): boolean =>
  estate.ofTypes((type) => /^google_kms_key_ring_iam_/.test(type)).length > 0;

/** What is encrypted with a key that this plan makes, and the grants by which Google may use it. */
export const encrypted = (
  estate: Estate,
): readonly {
  readonly resource: Resource;
  readonly path: string;
  readonly key: Resource;
  readonly agent: string;
  readonly grants: readonly Grant[];
}[] =>
  ENCRYPTED_TYPES.flatMap(({ type, path, agent }) =>
    estate.ofType(type).flatMap((resource) => {
      const [key] = namedAt(estate, resource, path, [KEY]).resources.filter(({ isNew }) => isNew);
      if (!key || hasRingGrant(estate)) return [];
      const isAgent = new RegExp(`@${agent}\\.iam\\.gserviceaccount\\.com$`);
      const grants = grantsOfRight(estate, USING, key).filter((grant) => mayBeToAgent(grant, isAgent));
      return [{ resource, path, key, agent, grants }];
    }),
  );

/** Google encrypts with somebody's key as an account of its own, which has no right to any key by itself. */
export const keyAgents: Rule = {
  id: "kms-agent-grant",
  kind: "refused",
  severity: "medium",
  onlyAbroad: true,
  title: "The service that encrypts with a key may use it",
  why: "Google encrypts as the account of that service: without the right on the new key it refuses the bucket, the topic or the secret.",
  fix: "grant roles/cloudkms.cryptoKeyEncrypterDecrypter on the key to the account of the service, and wait for that grant",
  source: "https://cloud.google.com/kms/docs/cmek#grant_permissions",
  check: (estate) =>
    encrypted(estate)
      .filter(({ grants }) => grants.length === 0)
      .map(({ resource, path, key, agent }) =>
        violation(resource, `${path}: no grant on ${key.address} to …@${agent} found, one needed`),
      ),
};
