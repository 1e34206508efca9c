import { isEveryone } from "../../../../google/everyone";
import { targetsOf } from "../../../core/relations/targets";
import { forEveryResource, judgeValue, plainText } from "../../../core/judge";
import { UNKNOWN, blockPaths, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";

const DATASET = "google_bigquery_dataset";
const DAY_MS = 86_400_000;
const SOURCE = "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/bigquery_dataset";

const tableLife: Rule = {
  id: "bigquery-table-life",
  kind: "lost",
  severity: "medium",
  title: "Tables of a dataset live for a day or more",
  why: "Every new table of the dataset, with its rows, is deleted when that time is over, also one that was meant to stay.",
  fix: "raise default_table_expiration_ms, or leave it out and give single tables an expiration_time",
  source: "https://cloud.google.com/bigquery/docs/updating-datasets#table-expiration",
  check: forEveryResource(DATASET, (dataset) =>
    judgeValue(
      dataset,
      "default_table_expiration_ms",
      (life) => life === undefined || (typeof life === "number" && (life === 0 || life >= DAY_MS)),
      `${DAY_MS} (a day) or more`,
    ),
  ),
};

const contents: Rule = {
  id: "bigquery-delete-contents",
  kind: "lost",
  severity: "medium",
  title: "A dataset that holds tables is not deleted with them",
  why: "A renamed or removed dataset takes every table with it; without this argument Google refuses to delete one that holds any.",
  fix: "set delete_contents_on_destroy to false",
  source: SOURCE,
  check: forEveryResource(DATASET, (dataset) =>
    judgeValue(dataset, "delete_contents_on_destroy", (deletes) => deletes !== true, "false"),
  ),
};

const OWNER_ROLES = ["OWNER", "roles/bigquery.dataOwner", "roles/bigquery.admin"];

const owners: Rule = {
  id: "bigquery-owner",
  kind: "down",
  severity: "medium",
  title: "The access list of a dataset names an owner",
  why: "The list replaces Google's own, which lets the project's owners, editors and readers in: nobody can manage the dataset by it.",
  fix: 'add an access block with role "OWNER" and special_group "projectOwners", or grant with google_bigquery_dataset_iam_member',
  source: SOURCE,
  check: forEveryResource(DATASET, (dataset) => {
    if (valueAt(dataset, "access") === UNKNOWN) return [unknown(dataset, "access")];
    const roles = blockPaths(dataset, "access").map((access) => valueAt(dataset, `${access}.role`));
    if (roles.length === 0 || roles.some((role) => typeof role === "string" && OWNER_ROLES.includes(role))) return [];
    return roles.includes(UNKNOWN)
      ? [unknown(dataset, "access")]
      : [violation(dataset, "access: no owner found, one needed")];
  }),
};

const inheritedLife: Rule = {
  id: "bigquery-table-inherits-life",
  kind: "lost",
  severity: "medium",
  title: "A table that the plan makes says itself how long it lives",
  why: "It takes the life of its dataset's tables: that many days after it is made Google deletes it with every row, and the next plan makes it anew, empty.",
  fix: "set expiration_time on the table, or leave default_table_expiration_ms to datasets of results that come and go",
  source: "https://cloud.google.com/bigquery/docs/updating-datasets#table-expiration",
  check: forEveryResource("google_bigquery_table", (table, estate) => {
    if (valueAt(table, "expiration_time") !== undefined) return [];
    return targetsOf(estate, table, "dataset_id", [DATASET]).flatMap((dataset) => {
      const life = valueAt(dataset, "default_table_expiration_ms");
      if (life === UNKNOWN) return [unknown(table, "expiration_time")];
      return typeof life === "number" && life > 0
        ? [
            violation(
              table,
              `expiration_time: nothing found, and tables of ${dataset.address} live ${Math.round(life / DAY_MS)} days`,
            ),
          ]
        : [];
    });
  }),
};

const open: Rule = {
  id: "bigquery-public",
  kind: "exposed",
  severity: "high",
  abroad: "medium",
  title: "No dataset lets everyone in",
  why: "Whoever has an account of Google, or nobody at all, reads every table of it, those that come later too.",
  fix: "name the groups that need it, or keep in that dataset what is public and nothing else",
  source: "https://cloud.google.com/bigquery/docs/control-access-to-resources-iam",
  check: (estate) => [
    ...forEveryResource(DATASET, (dataset) =>
      blockPaths(dataset, "access").flatMap((access) => judgeEveryone(dataset, `${access}.`)),
    )(estate),
    ...forEveryResource("google_bigquery_dataset_access", (access) => judgeEveryone(access, ""))(estate),
  ],
};

const judgeEveryone = (resource: Resource, around: string): readonly Verdict[] =>
  ["special_group", "iam_member"].flatMap((name) =>
    judgeValue(resource, `${around}${name}`, (who) => !isEveryone(plainText(who)), "named members"),
  );

/** Datasets of BigQuery: what deletes their tables, who may manage them, and who is let in. */
export const bigqueryRules: readonly Rule[] = [open, tableLife, inheritedLife, contents, owners];
