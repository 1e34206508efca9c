import { ENCRYPTED_TYPES } from "../../../../google/encrypted-types";
import type { Estate } from "../../../core/estate";
import { forEveryResource, plainText, secondsOf } from "../../../core/judge";
import { targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { valueText } from "../../../core/value-text";

const KEY = "google_kms_crypto_key";
const RING = "google_kms_key_ring";

/** Each use of a key that the plan makes, by what takes keys of its own place alone. */
const usesOf = (
  estate: Estate,
): readonly {
  readonly user: Resource;
  readonly path: string;
  readonly place: string;
  readonly keys: readonly Resource[];
}[] =>
  ENCRYPTED_TYPES.flatMap(({ type, path, place }) => {
    if (place === undefined) return [];
    return estate.ofType(type).flatMap((user) => {
      // A key of a block with keys may be any of that block.
      const keys = targetsOf(estate, user, path, [KEY]);
      return keys.length > 0 && keys.every(({ isNew }) => isNew) ? [{ user, path, place, keys }] : [];
    });
  });

/** How Key Management names a place of another service. */
const placeOf = (place: string): string => (place.toLowerCase() === "eu" ? "europe" : place.toLowerCase());

const location: Rule = {
  id: "kms-location",
  kind: "refused",
  severity: "high",
  title: "A key stands where what it encrypts stands",
  why: "Google refuses a key of another place at apply, also a global one.",
  fix: "make a key ring in the region of the bucket or the instance",
  source: "https://cloud.google.com/kms/docs/cmek#location-considerations",
  check: (estate) =>
    usesOf(estate).flatMap(({ user, path, place, keys }): readonly Verdict[] => {
      const rings = keys.flatMap((key) => targetsOf(estate, key, "key_ring", [RING]));
      const wanted = textAt(user, place);
      const isMixed = blockPaths(user, "custom_placement_config").length > 0;
      if (wanted === undefined || rings.length === 0 || isMixed) return [];
      const places = rings.map((ring) => valueAt(ring, "location"));
      if (places.some((where) => plainText(where).toLowerCase() === placeOf(wanted))) return [];
      if (places.includes(UNKNOWN)) return [unknown(user, path)];
      const [where] = places;
      return [
        violation(
          user,
          `${path}: a key in ${valueText("location", where)} found, one in ${valueText("location", placeOf(wanted))} allowed`,
        ),
      ];
    }),
};

const DELAY = "destroy_scheduled_duration";
const LEAST_DELAY_SECONDS = 7 * 86_400;

const delay: Rule = {
  id: "kms-destroy-delay",
  kind: "lost",
  severity: "medium",
  title: "A version of a key that is destroyed can be brought back for a week",
  why: "What was encrypted with it is gone with it: after a weekend nobody can take the mistake back.",
  fix: `remove ${DELAY}, which leaves 30 days`,
  source: "https://cloud.google.com/kms/docs/key-states",
  check: forEveryResource(KEY, (key) => {
    // Left out it is Google's, which is known only after apply.
    if (valueAt(key, DELAY) === UNKNOWN) return key.references.has(DELAY) ? [unknown(key, DELAY)] : [];
    return secondsOf(valueAt(key, DELAY)) < LEAST_DELAY_SECONDS
      ? [violation(key, `${DELAY}: less than a week found, 604800s or more allowed`)]
      : [];
  }),
};

const rotated: Rule = {
  id: "kms-rotation-purpose",
  kind: "refused",
  severity: "medium",
  title: "Only a key that encrypts rotates by itself",
  why: "Google refuses rotation_period for a key that signs or decrypts for others at apply.",
  fix: "remove rotation_period, and add a version by hand",
  source: "https://cloud.google.com/kms/docs/key-rotation",
  check: forEveryResource(KEY, (key) => {
    const purpose = valueAt(key, "purpose");
    if (valueAt(key, "rotation_period") === undefined || purpose === undefined || purpose === "ENCRYPT_DECRYPT")
      return [];
    return purpose === UNKNOWN
      ? [unknown(key, "purpose")]
      : [violation(key, "rotation_period: found for a key of another purpose, none allowed")];
  }),
};

/** Where a key stands, and how it ends. */
export const kmsRules: readonly Rule[] = [location, delay, rotated];
