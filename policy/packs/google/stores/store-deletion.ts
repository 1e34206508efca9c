import { forEveryOf, forEveryResource, isOneOf, judgeValue } from "../../../core/judge";
import { UNKNOWN, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";

/** Types that the provider protects where nothing is said, beside the databases and caches that have rules of their own. */
const PROTECTED = [
  "google_alloydb_cluster",
  "google_bigquery_table",
  "google_bigtable_instance",
  "google_container_cluster",
  "google_folder",
  "google_memcache_instance",
  "google_privateca_certificate_authority",
  "google_spanner_database",
];

const protection: Rule = {
  id: "store-deletion-protection",
  kind: "lost",
  severity: "medium",
  title: "What keeps data or runs everything keeps the provider's protection from deletion",
  why: "A renamed resource, or a change that replaces it, then deletes it with all it holds and asks nobody.",
  fix: "leave deletion_protection out, or set it to true",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster",
  check: forEveryOf(PROTECTED, (store) => judgeValue(store, "deletion_protection", isOneOf(true, undefined), "true")),
};

const STATE = "delete_protection_state";

const firestore: Rule = {
  id: "firestore-delete-protection",
  kind: "lost",
  severity: "medium",
  title: "A database of Firestore that Terraform or a command can delete is protected",
  why: "One command, and where deletion_policy is DELETE one plan, deletes every document of it.",
  fix: "set delete_protection_state to DELETE_PROTECTION_ENABLED",
  source: "https://cloud.google.com/firestore/docs/manage-databases#delete_protection",
  check: forEveryResource("google_firestore_database", (database) => {
    const state = valueAt(database, STATE);
    if (state === "DELETE_PROTECTION_ENABLED") return [];
    if (state === UNKNOWN) return [unknown(database, STATE)];
    const found = violation(database, `${STATE}: not enabled, DELETE_PROTECTION_ENABLED allowed`);
    // Google leaves it off, and the provider only forgets a database that is removed from the code.
    return [valueAt(database, "deletion_policy") === "DELETE" ? found : { ...found, severity: "low" }];
  }),
};

/** Whether data can be deleted by one plan. */
export const storeDeletionRules: readonly Rule[] = [protection, firestore];
