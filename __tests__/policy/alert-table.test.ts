import { alertsOf } from "../../monitoring/alerts";
import type { Waiver } from "../../environments/environment";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { specOf, type Spec } from "../../policy/core/spec";
import { alertRules } from "../../policy/packs/google/alerts/alerts";
import { operationsRules } from "../../policy/packs/google/alerts/operations";
import { alertTableRules } from "../../policy/packs/netra/alert-table";
import { metricRules } from "../../policy/packs/netra/metrics";
import { ELSEWHERE } from "../support/area";
import { alteredBody, verdictsOf } from "../support/resource";
import { stackJson } from "../support/synthesized";

/** Rules that hold alerts against the environment's alert table, on policies as our own stack declares them. */

const SPEC = specOf(trial);

type Bodies = Readonly<Record<string, object>>;

const POLICIES = "google_monitoring_alert_policy";
const CONNECTIONS = `${POLICIES}.alert-database-connections`;
const SILENT = `${POLICIES}.alert-drift`;
const OUTAGE = `${POLICIES}.alert-outage`;
const INSTANCES = `${POLICIES}.alert-instances`;
const HOSTS = `${POLICIES}.alert-certificate`;
const CONDITION = "conditions.0.condition_threshold";
const QUERY = "conditions.0.condition_prometheus_query_language.query";

/** Where the table has the connections' line. */
const LINE = alertsOf(trial)
  .find(({ id }) => id === "database-connections")
  ?.conditions.flatMap((condition) => (condition.kind === "threshold" ? [condition.threshold] : []))[0];

const declared = stackJson("trial-monitoring").resource!;
const only = (...addresses: readonly string[]): Bodies =>
  Object.fromEntries(addresses.map((address) => [address, declared[POLICIES]![address.split(".")[1]!]!]));
const ofType = (type: string): Bodies =>
  Object.fromEntries(Object.entries(declared[type]!).map(([name, body]) => [`${type}.${name}`, body]));

/** Both packs, as they judge our own estate; whether all alerts are there is another question. */
const OURS = [...alertRules, ...operationsRules, ...alertTableRules, ...metricRules];

const ESTATE: Bodies = {
  ...only(CONNECTIONS, SILENT, OUTAGE, INSTANCES, HOSTS),
  ...ofType("google_monitoring_notification_channel"),
  ...ofType("google_logging_metric"),
  ...ofType("google_monitoring_metric_descriptor"),
  ...ofType("google_monitoring_custom_service"),
  ...ofType("google_monitoring_slo"),
};

const found = (address: string, path: string, value: unknown, spec?: Spec) =>
  verdictsOf(spec ? OURS : alertRules, { ...ESTATE, [address]: alteredBody(ESTATE[address]!, path, value) }, spec).map(
    ({ rule, status, message }) => [rule, status, message] as const,
  );

test("what our own stack declares holds", () => {
  expect(verdictsOf(OURS, ESTATE, SPEC)).toEqual([]);
});

test.each([
  ["alert-as-declared", CONNECTIONS, `${CONDITION}.threshold_value`, 400, `400 found, ${LINE} allowed`],
  ["alert-as-declared", CONNECTIONS, `${CONDITION}.duration`, "600s", '"600s" found'],
  ["alert-as-declared", CONNECTIONS, `${CONDITION}.aggregations.0.cross_series_reducer`, "REDUCE_MAX", "table's own"],
  ["alert-as-declared", SILENT, QUERY, "vector(0)", "a value found, the alert table's own allowed"],
  ["alert-as-declared", INSTANCES, "conditions.2.condition_threshold.threshold_value", 20, "20 found, 7 allowed"],
  ["alert-as-declared", CONNECTIONS, `${CONDITION}.denominator_filter`, "x", '"x" found, nothing allowed'],
  ["alert-as-declared", CONNECTIONS, `${CONDITION}.trigger`, { count: 5 }, "trigger[0].count: 5 found, 1 allowed"],
  ["alert-as-declared", CONNECTIONS, `${CONDITION}.trigger`, { percent: 90 }, "percent: 90 found, nothing allowed"],
  [
    "alert-as-declared",
    CONNECTIONS,
    `${CONDITION}.evaluation_missing_data`,
    "EVALUATION_MISSING_DATA_ACTIVE",
    '"EVALUATION_MISSING_DATA_ACTIVE" found',
  ],
  [
    "alert-as-declared",
    CONNECTIONS,
    `${CONDITION}.forecast_options`,
    { forecast_horizon: "3600s" },
    '"3600s" found, nothing allowed',
  ],
  [
    "alert-as-declared",
    CONNECTIONS,
    `${CONDITION}.aggregations.0.group_by_fields`,
    ["metric.label.database"],
    "group_by_fields[0]: a value found, nothing allowed",
  ],
  [
    "alert-as-declared",
    HOSTS,
    `${CONDITION}.aggregations.0.group_by_fields`,
    ["metric.label.checker_location"],
    "group_by_fields[0]: a value found, the alert table's own allowed",
  ],
  ["alert-as-declared", CONNECTIONS, "combiner", "AND", 'combiner: "AND" found'],
  [
    "alert-as-declared",
    SILENT,
    "conditions.0.condition_prometheus_query_language.duration",
    "86400s",
    '"86400s" found, the alert table\'s own allowed',
  ],
  [
    "alert-as-declared",
    OUTAGE,
    "conditions.0.condition_prometheus_query_language.duration",
    "3600s",
    '"3600s" found, the alert table\'s own allowed',
  ],
  [
    "alert-contact",
    CONNECTIONS,
    "notification_channels",
    [reference("authentication")],
    "those of a ticket for infrastructure needed: infrastructure",
  ],
  ["alert-severity", CONNECTIONS, "severity", "CRITICAL", "WARNING"],
  ["alert-severity", OUTAGE, "severity", "ERROR", "CRITICAL"],
  ["alert-severity", OUTAGE, "alert_strategy.notification_channel_strategy", undefined, "nothing found, 1800s allowed"],
  [
    "alert-severity",
    CONNECTIONS,
    "alert_strategy.notification_channel_strategy",
    { renotify_interval: "1800s" },
    "nothing allowed",
  ],
  ["alert-one-condition", INSTANCES, "conditions.3", { display_name: "another" }, "4 found, 3 allowed"],
  ["alert-one-condition", SILENT, "conditions.1", { display_name: "another" }, "2 found, 1 allowed"],
  ["alert-runbook-anchor", SILENT, "documentation.content", "look around", "the link to its anchor"],
])("%s: %s %s = %j", (rule, address, path, value, text) => {
  expect(found(address, path, value, SPEC)).toEqual([[rule, "violation", expect.stringContaining(text)]]);
});

function reference(contact: string): string {
  return `\${google_monitoring_notification_channel.channel-${contact}.name}`;
}

test.each([
  ["alert-as-declared", CONNECTIONS, `${CONDITION}.threshold_value`],
  ["alert-as-declared", HOSTS, `${CONDITION}.aggregations.0.group_by_fields`],
  ["alert-as-declared", CONNECTIONS, `${CONDITION}.trigger.count`],
  ["alert-as-declared", CONNECTIONS, "combiner"],
])("%s: %s %s is not known before apply", (rule, address, path) => {
  expect(found(address, path, ELSEWHERE, SPEC)).toContainEqual([rule, "unknown", expect.stringContaining("not known")]);
});

test.each([
  [
    "a label to group by twice",
    HOSTS,
    `${CONDITION}.aggregations.0.group_by_fields.1`,
    "metric.label.checker_location",
  ],
  ["none", HOSTS, `${CONDITION}.aggregations.0.group_by_fields`, undefined],
])("labels to group by are the row's, all and no other: %s", (_what, address, path, value) => {
  expect(found(address, path, value, SPEC).map(([rule]) => rule)).toEqual(["alert-as-declared"]);
});

test.each([
  [CONNECTIONS, `${CONDITION}.trigger`, undefined],
  [CONNECTIONS, `${CONDITION}.trigger`, { count: 1, percent: 0 }],
  [CONNECTIONS, `${CONDITION}.denominator_filter`, ""],
  [CONNECTIONS, `${CONDITION}.denominator_aggregations`, []],
  [CONNECTIONS, `${CONDITION}.forecast_options`, []],
  [CONNECTIONS, `${CONDITION}.aggregations.0.group_by_fields`, []],
  [HOSTS, `${CONDITION}.aggregations.0.group_by_fields`, ["resource.label.host"]],
  [SILENT, "conditions.0.condition_prometheus_query_language.duration", ""],
])("what a state holds where nothing was declared is nothing: %s %s = %j", (address, path, value) => {
  expect(found(address, path, value, SPEC)).toEqual([]);
});

test("a waiver of a rule on conditions does not switch off what the table says", () => {
  const policy = alteredBody(ESTATE[CONNECTIONS]!, `${CONDITION}.threshold_value`, 9999);
  const broken = alteredBody(policy, `${CONDITION}.aggregations.0.per_series_aligner`, "ALIGN_DELTA");
  const waiver = { rule: "alert-aligner", address: CONNECTIONS, reason: "a trial", owner: "me", expires: "2026-06-30" };
  const spoken = (waivers: readonly Waiver[]) =>
    verdictsOf(OURS, { ...ESTATE, [CONNECTIONS]: broken }, specOf({ ...trial, waivers })).map(
      ({ rule, status }) => [rule, status] as const,
    );
  expect(spoken([])).toEqual([["alert-aligner", "violation"]]);
  expect(spoken([waiver])).toEqual(
    expect.arrayContaining([
      ["alert-aligner", "waived"],
      ["alert-as-declared", "violation"],
    ]),
  );
});

test("without the spec nothing is asked of a foreign policy", () => {
  expect(found(CONNECTIONS, `${CONDITION}.threshold_value`, 400)).toEqual([]);
  expect(found(CONNECTIONS, "documentation.content", "look around")).toEqual([]);
});

test("with the spec a metric has to be in a table", () => {
  const filter = 'resource.type="cloud_run_revision" AND metric.type="run.googleapis.com/requests"';
  expect(
    found(CONNECTIONS, `${CONDITION}.filter`, filter, SPEC)
      .map(([rule]) => rule)
      .sort(),
  ).toEqual(["alert-metric-known"]);
  expect(found(CONNECTIONS, `${CONDITION}.filter`, filter).map(([rule]) => rule)).toEqual(["alert-metric-unknown"]);
});

test("every policy says what to do", () => {
  const path = "documentation.content";
  expect(found(CONNECTIONS, "documentation", undefined, SPEC)).toEqual([
    ["alert-runbook", "violation", expect.stringContaining("documentation[0].content: nothing found")],
  ]);
  expect(found(CONNECTIONS, path, ELSEWHERE, SPEC).map(([rule, status]) => [rule, status])).toEqual([
    ["alert-runbook", "unknown"],
  ]);
});

describe("channels that are applied, and stand in a state by their numbers", () => {
  const CHANNELS = ofType("google_monitoring_notification_channel");
  const numberOf = (address: string): string =>
    `projects/p/notificationChannels/${Object.keys(CHANNELS).indexOf(address) + 1}`;
  const applied = Object.fromEntries(
    Object.entries(CHANNELS).map(([address, body]) => [address, { ...body, name: numberOf(address) }]),
  );
  const told = (...roles: readonly string[]) => {
    const names = roles.map((role) => numberOf(`google_monitoring_notification_channel.channel-${role}`));
    const policy = alteredBody(ESTATE[CONNECTIONS]!, "notification_channels", names);
    const rules = alertTableRules.filter(({ id }) => id === "alert-contact");
    return verdictsOf(rules, { ...applied, [CONNECTIONS]: policy }, SPEC).map(({ rule }) => rule);
  };

  test("those of the table hold, others do not", () => {
    expect(told("infrastructure")).toEqual([]);
    expect(told("authentication")).toEqual(["alert-contact"]);
    expect(told("infrastructure", "authentication")).toEqual(["alert-contact"]);
  });
});

test("a policy without a channel is named once, and by the other rule where that one is waived", () => {
  const none = (spec: Spec) =>
    found(CONNECTIONS, "notification_channels", [], spec).map(([rule, status]) => `${rule} ${status}`);
  const waiver: Waiver = {
    rule: "alert-channel",
    address: CONNECTIONS,
    reason: "a test",
    owner: "platform",
    expires: "2026-06-30",
  };
  expect(none(SPEC)).toEqual(["alert-channel violation"]);
  expect(new Set(none(specOf({ ...trial, waivers: [waiver] })))).toEqual(
    new Set(["alert-channel waived", "alert-contact violation"]),
  );
});

describe("whom a page names for the case that nobody answers", () => {
  const PAGE = `${POLICIES}.alert-outage`;
  const estate = { [PAGE]: stackJson("prd-monitoring").resource![POLICIES]!["alert-outage"]! };
  const spoken = (escalation: string, body: object = estate[PAGE]) =>
    verdictsOf(
      alertTableRules.filter(({ id }) => id === "alert-escalation"),
      { [PAGE]: body },
      specOf({ ...prd, contacts: { ...prd.contacts, infrastructure: { ...prd.contacts.infrastructure, escalation } } }),
    ).map(({ status, message }) => `${status} ${message}`);
  const { escalation } = prd.contacts.infrastructure;

  test("is declared and printed in prd", () => {
    expect(spoken(escalation)).toEqual([]);
    expect(JSON.stringify(estate[PAGE])).toContain(`Nobody answers: ${escalation}`);
  });

  test.each(["", "DevOps team escalation"])("is refused as %j, by which nobody is reached", (words) => {
    expect(spoken(words)).toEqual([
      expect.stringMatching(/^violation contacts\.infrastructure\.escalation: no number and no link found, one needed/),
    ]);
  });

  test("may not be another's, and is unknown before apply where the text is", () => {
    expect(spoken("+1-212-736-5000")).toEqual([expect.stringMatching(/^violation documentation\[0\]\.content: /)]);
    expect(spoken(escalation, alteredBody(estate[PAGE], "documentation.content", ELSEWHERE))).toEqual([
      expect.stringMatching(/^unknown /),
    ]);
  });
});
