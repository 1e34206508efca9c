import { lastFixesOf } from "../../../../google/ended-versions";
import { forEveryResource } from "../../../core/judge";
import { UNKNOWN, textAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";
import { SQL_INSTANCE } from "./cloud-sql-instance";
import { REDIS } from "./redis";

/** Where instances name their version. */
const VERSIONS: readonly (readonly [type: string, path: string])[] = [
  [SQL_INSTANCE, "database_version"],
  [REDIS, "redis_version"],
];

/** What stands on a version that nobody mends any more. */
export const endedVersion: Rule = {
  id: "store-version-ended",
  kind: "exposed",
  severity: "high",
  abroad: "medium",
  title: "The version of a database or a cache still gets fixes",
  why: "What is found in one that has ended stays open, and the way to a later one gets longer with each that is skipped.",
  fix: "plan the upgrade to a version that its makers support",
  source: "https://cloud.google.com/sql/docs/db-versions",
  check: (estate) =>
    VERSIONS.flatMap(([type, path]) =>
      forEveryResource(type, (instance) => {
        // Left out, Google takes one that it supports, and tells which only after apply.
        if (valueAt(instance, path) === UNKNOWN && type === SQL_INSTANCE) return [unknown(instance, path)];
        const version = textAt(instance, path);
        const lastFixes = version === undefined ? undefined : lastFixesOf(version);
        return lastFixes === undefined
          ? []
          : [violation(instance, `${path}: "${version}" found, whose last fixes are of ${lastFixes}`)];
      })(estate),
    ),
};
