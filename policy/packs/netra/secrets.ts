import { forEveryResource, isOneOf, judgeValue } from "../../core/judge";
import { referencesAt, type Resource } from "../../core/resource";
import { violation, type SpecRule } from "../../core/rule";
import { judgeSecretAccess } from "../google/secrets/secret-access";
import { SECRET_VERSION as VERSION } from "../google/secrets/secrets";

const access: SpecRule = {
  id: "secret-accessor-declared",
  kind: "down",
  severity: "critical",
  title: "Every mounted secret has a grant among our own stacks",
  why: "Cloud Run checks access when it deploys: the revision fails, and a running one fails at its next start (incident 11).",
  fix: "bind roles/secretmanager.secretAccessor on that secret to the service's account",
  yieldsTo: ["secret-accessor"],
  check: (estate) => judgeSecretAccess(estate),
};

/** Cache instances whose AUTH string a version holds. */
const cacheInstances = (version: Resource): readonly string[] =>
  referencesAt(version, "secret_data_wo").filter((address) => /(^|\.)google_redis_instance\./.test(address));

const rotation: SpecRule = {
  id: "secret-rotation",
  kind: "down",
  severity: "high",
  title: "A new secret version exists before the old one goes, and the old one is kept",
  why: "Running revisions pin the old version: destroyed, their next instance cannot start.",
  fix: "declare create_before_destroy and deletion_policy ABANDON",
  check: forEveryResource(VERSION, (version) => [
    ...judgeValue(version, "deletion_policy", isOneOf("ABANDON"), '"ABANDON"'),
    // The version of a cache's AUTH string has an order of its own: secret-cache-auth-tied judges that one.
    ...(version.lifecycle?.createBeforeDestroy === false && cacheInstances(version).length === 0
      ? [violation(version, "lifecycle.create_before_destroy: nothing found, true allowed")]
      : []),
  ]),
};

const cacheAuth: SpecRule = {
  id: "secret-cache-auth-tied",
  kind: "down",
  severity: "high",
  title: "The version of the cache's AUTH secret belongs to its instance, and does not order its replacement",
  why: "A write-only value is not compared: a replaced instance would keep the old password in the secret (incident 6). With create_before_destroy Terraform makes the new instance first, under a name that is still taken.",
  fix: "name the instance in replace_triggered_by, without create_before_destroy",
  check: forEveryResource(VERSION, (version) => {
    const { lifecycle } = version;
    if (!lifecycle) return [];
    return cacheInstances(version).flatMap((instance) => [
      ...(lifecycle.replaceTriggeredBy.some((trigger) => trigger.startsWith(instance))
        ? []
        : [violation(version, `lifecycle.replace_triggered_by: ${instance} is not named`)]),
      ...(lifecycle.createBeforeDestroy
        ? [violation(version, `lifecycle.create_before_destroy: found, it would hold for ${instance} too`)]
        : []),
    ]);
  }),
};

const deletion: SpecRule = {
  id: "secret-deletion-protection",
  kind: "lost",
  severity: "high",
  title: "Secrets are protected from deletion",
  why: "A deleted secret takes every version along; the provider leaves the protection off.",
  fix: "set deletionProtection to true",
  check: forEveryResource("google_secret_manager_secret", (secret) =>
    judgeValue(secret, "deletion_protection", isOneOf(true), "true"),
  ),
};

/** How our secrets are granted, rotated and kept. */
export const secretRules: readonly SpecRule[] = [access, rotation, cacheAuth, deletion];
