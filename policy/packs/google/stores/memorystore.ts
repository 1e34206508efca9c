import { attributeCheck, isBetween, isOneOf, type Known } from "../../../core/judge";
import type { Rule } from "../../../core/rule";

const CLUSTER = "google_redis_cluster";
const VALKEY = "google_memorystore_instance";

/** A rule of both products, whose words for one thing differ. */
const ofBoth =
  (...checks: readonly Rule["check"][]): Rule["check"] =>
  (estate) =>
    checks.flatMap((check) => check(estate));

const auth: Rule = {
  id: "memorystore-auth",
  kind: "exposed",
  severity: "critical",
  abroad: "medium",
  title: "A Redis cluster and a Valkey instance let in identities only",
  why: "Off by default: whoever reaches the network reads every session; neither product has a password instead.",
  fix: "set authorization_mode to AUTH_MODE_IAM_AUTH (cluster) or IAM_AUTH (Valkey)",
  check: ofBoth(
    attributeCheck(CLUSTER, "authorization_mode", isOneOf("AUTH_MODE_IAM_AUTH"), "AUTH_MODE_IAM_AUTH"),
    attributeCheck(VALKEY, "authorization_mode", isOneOf("IAM_AUTH"), "IAM_AUTH"),
  ),
};

const tls: Rule = {
  id: "memorystore-tls",
  kind: "exposed",
  severity: "high",
  abroad: "medium",
  title: "A Redis cluster and a Valkey instance take encrypted connections only",
  why: "Left out, every session crosses the network in plaintext; a later change replaces the instance.",
  fix: "set transit_encryption_mode to server authentication",
  check: ofBoth(
    attributeCheck(
      CLUSTER,
      "transit_encryption_mode",
      isOneOf("TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION"),
      "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION",
    ),
    attributeCheck(VALKEY, "transit_encryption_mode", isOneOf("SERVER_AUTHENTICATION"), "SERVER_AUTHENTICATION"),
  ),
};

/** The provider's default is true for both. */
const isKept = isOneOf(true, undefined);

const protection: Rule = {
  id: "memorystore-deletion-protection",
  kind: "lost",
  severity: "critical",
  abroad: "medium",
  title: "A Redis cluster and a Valkey instance are protected from deletion",
  why: "Every session in it goes with it; the default protects, and switching it off is the first half of a loss.",
  fix: "set deletion_protection_enabled to true",
  check: ofBoth(
    attributeCheck(CLUSTER, "deletion_protection_enabled", isKept, "true"),
    attributeCheck(VALKEY, "deletion_protection_enabled", isKept, "true"),
  ),
};

const replicated = (value: Known): boolean => isBetween(1, 5)(value);

const replicas: Rule = {
  id: "memorystore-replicas",
  kind: "down",
  severity: "high",
  abroad: "medium",
  title: "Each shard of a Redis cluster or a Valkey instance has a replica",
  why: "Without one the loss of a node loses every session of its shard; the default is none.",
  fix: "set replica_count to 1 or more",
  check: ofBoth(
    attributeCheck(CLUSTER, "replica_count", replicated, "1 to 5"),
    attributeCheck(VALKEY, "replica_count", replicated, "1 to 5"),
  ),
};

/** Memorystore besides `google_redis_instance`: Redis clusters, and Valkey. */
export const memorystoreRules: readonly Rule[] = [auth, tls, protection, replicas];
