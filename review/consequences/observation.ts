import type { AttributeRow } from "../consequence";
import { attributeRows, isLowered, isSwitchedOn, numberChangeText } from "./row";

const UPTIME: readonly AttributeRow[] = attributeRows("google_monitoring_uptime_check_config", [
  {
    paths: ["http_check.*", "tcp_check.*", "monitored_resource.*", "content_matchers", "content_matchers.*"],
    severity: "high",
    text: "it asks something else, or takes another answer for a good one: an outage may go unnoticed, or one be told that is none",
    undo: "instant",
  },
  {
    paths: ["period", "timeout", "selected_regions", "selected_regions.*"],
    severity: "medium",
    text: "it asks at other times or from elsewhere: alerts on it fire sooner or later",
    undo: "instant",
  },
]);

const METRIC: readonly AttributeRow[] = attributeRows("google_logging_metric", [
  {
    paths: ["filter", "value_extractor", "disabled", "bucket_name"],
    severity: "high",
    text: "it counts other lines from now on: alerts on it fire otherwise, or fall silent",
    undo: "instant",
  },
  {
    paths: ["label_extractors", "label_extractors.*", "metric_descriptor.*", "bucket_options.*"],
    severity: "high",
    text: "its series have other labels or another form: alerts and charts by the old ones fall silent",
    undo: "instant",
  },
]);

const SINKS: readonly AttributeRow[] = attributeRows(
  ["google_logging_project_sink", "google_logging_folder_sink", "google_logging_organization_sink"],
  [
    {
      paths: ["disabled"],
      when: isSwitchedOn,
      severity: "high",
      text: "nothing is sent there any more: what happens meanwhile is missing",
      undo: "instant",
    },
    {
      paths: ["destination"],
      severity: "high",
      text: "lines go elsewhere: until the sink's writer may write there they are lost",
      undo: "instant",
    },
    {
      paths: ["filter", "exclusions", "exclusions.*"],
      severity: "medium",
      text: "other lines are sent: what is left out is missing there",
      undo: "instant",
    },
  ],
);

const EXCLUSION: readonly AttributeRow[] = attributeRows("google_logging_project_exclusion", [
  {
    paths: ["filter", "disabled"],
    severity: "high",
    text: "other lines are never stored: an incident may have no log",
    undo: "instant",
  },
]);

const LOG_BUCKET: readonly AttributeRow[] = attributeRows("google_logging_project_bucket_config", [
  {
    paths: ["retention_days"],
    when: isLowered,
    severity: "high",
    text: (attribute) => `lines are kept for ${numberChangeText(attribute, " days")}: older ones are deleted`,
    undo: "data lost",
  },
  {
    paths: ["locked"],
    when: isSwitchedOn,
    severity: "high",
    text: "nobody can shorten its retention or delete it any more, you neither",
    undo: "one-way",
  },
]);

const BUDGET: readonly AttributeRow[] = attributeRows("google_billing_budget", [
  {
    paths: ["amount.*", "threshold_rules", "threshold_rules.*", "budget_filter.*", "all_updates_rule.*"],
    severity: "medium",
    text: "people are told of the cost at another point, or others are",
    undo: "instant",
  },
]);

/** Rows of what watches and logs: uptime checks, metrics of the log, sinks, budgets. */
export const OBSERVATION: readonly AttributeRow[] = [
  ...UPTIME,
  ...METRIC,
  ...SINKS,
  ...EXCLUSION,
  ...LOG_BUCKET,
  ...BUDGET,
];
