import type { AttributeRow } from "../consequence";
import { attributeRows, findChangedItem, isExisting, isSetTo, isSwitchedOff, isSwitchedOn } from "./row";

const MONITORING: readonly AttributeRow[] = [
  ...attributeRows("google_monitoring_alert_policy", [
    {
      paths: ["enabled"],
      when: isSwitchedOff,
      severity: "high",
      text: "the alert is disabled: nobody is told when it happens",
      undo: "instant",
    },
    {
      paths: ["notification_channels", "notification_channels.*"],
      severity: "high",
      text: "others are told, or nobody",
      undo: "instant",
    },
    {
      paths: ["conditions.*"],
      when: (attribute, change) => {
        const item = findChangedItem("conditions", attribute, change);
        return isExisting(attribute, change) && item !== undefined && item.before === undefined;
      },
      severity: "low",
      text: "it watches one thing more",
      undo: "instant",
    },
    {
      paths: ["conditions.*", "combiner", "alert_strategy.*"],
      severity: "medium",
      text: "the alert fires at another point: later, earlier or never",
      undo: "instant",
    },
    {
      paths: ["documentation.*", "severity"],
      severity: "low",
      text: "only what the alert says changes",
      undo: "instant",
    },
  ]),
  ...attributeRows("google_monitoring_notification_channel", [
    {
      paths: ["enabled"],
      when: isSwitchedOff,
      severity: "high",
      text: "the channel is silent: no alert reaches anybody through it",
      undo: "instant",
    },
    {
      paths: ["type", "sensitive_labels.*", "labels", "labels.*"],
      severity: "medium",
      text: "alerts go elsewhere",
      undo: "instant",
    },
  ]),
];

const PROJECT_SERVICE: readonly AttributeRow[] = attributeRows("google_project_service", [
  {
    paths: ["disable_on_destroy", "disable_dependent_services"],
    when: isSwitchedOn,
    severity: "high",
    text: "a later removal disables the API, and with it everything that uses it",
    undo: "instant",
  },
]);

const REGISTRY: readonly AttributeRow[] = attributeRows("google_artifact_registry_repository", [
  {
    paths: ["cleanup_policy_dry_run"],
    when: (attribute) => attribute.after !== true,
    severity: "high",
    text: "the cleanup deletes instead of counting: images go, and rollbacks to them",
    undo: "data lost",
  },
  {
    paths: ["cleanup_policies.*"],
    severity: "high",
    text: "the cleanup picks other images: what it deletes cannot be rolled back to",
    undo: "data lost",
  },
  {
    paths: ["docker_config.immutable_tags"],
    when: isSwitchedOff,
    severity: "medium",
    text: "a tag may be moved to another image: what runs is no longer what its tag says",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["vulnerability_scanning_config.*"],
    severity: "medium",
    text: "images are scanned for known vulnerabilities otherwise, or not at all",
    undo: "instant",
  },
]);

const CHARTS: readonly AttributeRow[] = [
  ...attributeRows("google_monitoring_dashboard", [
    {
      paths: ["dashboard_json"],
      severity: "low",
      text: "other charts; what is measured and what alerts stay as they are",
      undo: "instant",
    },
  ]),
  ...attributeRows("google_monitoring_slo", [
    {
      paths: ["goal", "rolling_period_days", "calendar_period"],
      severity: "medium",
      text: "the objective is stricter or looser: its error budget is counted anew, and alerts on it fire sooner or later",
      undo: "instant",
    },
    {
      paths: ["basic_sli.*", "request_based_sli.*", "windows_based_sli.*"],
      severity: "medium",
      text: "the objective counts something else: its error budget is counted anew",
      undo: "instant",
    },
  ]),
];

const BUCKET: readonly AttributeRow[] = attributeRows("google_storage_bucket", [
  {
    paths: ["versioning.enabled"],
    when: isSwitchedOff,
    severity: "high",
    text: "what is overwritten or deleted from now on is gone, a state file too",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["lifecycle_rule.*"],
    severity: "high",
    text: "other objects are deleted by age or count, live ones too where the rule does not exclude them",
    undo: "data lost",
  },
  {
    paths: ["public_access_prevention"],
    when: isSetTo("inherited"),
    severity: "critical",
    text: "objects may be made public",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["uniform_bucket_level_access"],
    when: isSwitchedOff,
    severity: "high",
    text: "single objects may be opened to others, past the bucket's own permissions",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["force_destroy"],
    when: isSwitchedOn,
    severity: "high",
    text: "a later delete takes the bucket with every object in it",
    undo: "instant",
    everywhere: true,
    choiceAbroad: true,
  },
  {
    paths: ["retention_policy.*", "soft_delete_policy.*"],
    severity: "high",
    text: "deleted objects are kept for another time, or none",
    undo: "instant",
  },
  {
    paths: ["cors", "cors.*"],
    severity: "medium",
    text: "browsers may read and write it from other sites: uploads from a site that is left out fail",
    undo: "instant",
  },
  {
    paths: ["website.*"],
    severity: "medium",
    text: "the site answers another page at its root, or for what is not there",
    undo: "instant",
  },
  {
    paths: ["encryption.default_kms_key_name", "encryption"],
    severity: "medium",
    text: "new objects are encrypted with another key; old ones keep theirs, which has to stay",
    undo: "instant",
  },
  {
    paths: ["storage_class", "autoclass.*"],
    severity: "low",
    text: "new objects cost otherwise; those that are there stay as they are",
    undo: "instant",
  },
  {
    paths: ["requester_pays"],
    when: isSwitchedOn,
    severity: "high",
    text: "whoever reads without naming a project that pays is refused",
    undo: "instant",
  },
  {
    paths: ["ip_filter.*"],
    severity: "high",
    text: "other addresses reach the bucket: who is left out gets 403",
    undo: "instant",
  },
]);

/** Rows of what surrounds the product: alerts, APIs, images, buckets. */
export const OPERATIONS: readonly AttributeRow[] = [
  ...MONITORING,
  ...CHARTS,
  ...PROJECT_SERVICE,
  ...REGISTRY,
  ...BUCKET,
];
