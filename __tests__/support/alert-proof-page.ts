import { tableLines } from "../../report/markdown";
import type { Environment } from "../../environments/environment";
import type { Policy } from "./alert-arithmetic";
import { incidentsOf, worldOf, type Incident } from "./alert-judgement";
import type { World } from "./promql/evaluate";
import { OUTAGES, SCENARIOS, totalLosses, type Scenario } from "./worlds/scenarios";
import { BEGINS, DAY } from "./worlds/course";
import { seriesOf } from "./worlds/world";

/** docs/alerts-proof.md: what every alert does in every scenario, as the judges found it. */

/** How late values of probers and of the load balancer reach Monitoring, minutes. */
export const LATEST = 3;

/** The first minutes of a day, in which nothing has been counted yet. */
const SETTLING = 60;

/** What a policy does in a world, once it has settled. */
const openedIn = (policy: Policy, world: World): readonly Incident[] =>
  incidentsOf(policy, world).filter(({ to }) => to > SETTLING);

/**
 * "8 min, 117 min long": how late an incident opens after what is tried begins, and for how long it stands.
 *
 * @param begins - the minute at which it begins
 */
function cellText(incidents: readonly Incident[], begins: number): string {
  const [first] = incidents;
  if (!first) return "–";
  const lasting = first.to > DAY ? "to the end" : `${first.to - first.from} min long`;
  return `${first.from - begins} min, ${lasting}${incidents.length > 1 ? ` (${incidents.length} incidents)` : ""}`;
}

/** What one environment's alerts do. */
export interface ProofTable {
  readonly environment: Environment;
  /** Rows of alerts against scenarios. */
  readonly scenarios: readonly (readonly string[])[];
  /** Incidents of each outage: pages, tickets, and which. */
  readonly outages: readonly OutageResult[];
  /** The same where every real request to one service fails, and nothing else. */
  readonly losses: readonly OutageResult[];
}

/** What an outage opens. */
export interface OutageResult {
  readonly name: string;
  readonly incidents: number;
  readonly alerts: readonly string[];
  /** Minutes until the first page. */
  readonly firstPage: number;
}

const worldIn = (environment: Environment, { day }: Scenario): World =>
  worldOf(seriesOf(environment, day(environment)), DAY);

/** Judges every policy of an environment in every scenario and outage. */
export function proveAlerts(environment: Environment, policies: readonly Policy[]): ProofTable {
  const columns = SCENARIOS.map((scenario) => {
    const world = worldIn(environment, scenario);
    return policies.map((policy) => cellText(openedIn(policy, world), scenario.from ?? BEGINS));
  });
  return {
    environment,
    scenarios: policies.map(({ user_labels: { alert }, severity }, row) => [
      alert,
      severity === "CRITICAL" ? "page" : "ticket",
      ...columns.map((column) => column[row] ?? ""),
    ]),
    outages: OUTAGES.map((scenario) => outageResult(environment, policies, scenario)),
    losses: totalLosses(environment).map((scenario) => outageResult(environment, policies, scenario)),
  };
}

function outageResult(environment: Environment, policies: readonly Policy[], scenario: Scenario): OutageResult {
  const world = worldIn(environment, scenario);
  const opened = policies.flatMap((policy) => openedIn(policy, world).map((incident) => ({ policy, incident })));
  const pages = opened.filter(({ policy }) => policy.severity === "CRITICAL");
  return {
    name: scenario.name,
    incidents: opened.length,
    alerts: [...new Set(opened.map(({ policy }) => policy.user_labels.alert))],
    firstPage: Math.min(...pages.map(({ incident }) => incident.from - BEGINS)),
  };
}

/** Incidents that the 73 policies before these opened for the same outages, reckoned once in the same way from their JSON. */
export type Before = Readonly<Record<string, number>>;

const scenarioList = (scenarios: readonly Scenario[]): readonly string[] =>
  scenarios.map(({ name, what }) => `- **${name}**: ${what}.`);

/** The page. */
export const proofPage = (tables: readonly ProofTable[], before: Before): string =>
  [
    "# Alerts: what each does",
    "",
    "Made by `__tests__/e2e/alerts-proof.e2e.ts` (`UPDATE_GOLDEN=1` writes it anew). Do not edit.",
    "",
    ...INTRODUCTION,
    "",
    "## Scenarios",
    "",
    `What is tried begins at minute ${BEGINS} of a day, the trickle at minute ${SCENARIOS.find(({ from }) => from)?.from ?? BEGINS}; the alerts are asked every minute.`,
    "",
    ...scenarioList(SCENARIOS),
    "",
    ...tables.flatMap(({ environment, scenarios }) => [
      `## ${environment.name}: alert × scenario`,
      "",
      "Minutes from the beginning until it opens, and how long it stands.",
      "",
      ...tableLines(["alert", "comes as", ...SCENARIOS.map(({ name }) => name)], scenarios),
      "",
    ]),
    "## Incidents of one cause",
    "",
    "Each outage lasts two hours, and a run of the end-to-end tests falls into it. Tickets are counted too. `before` is what the 73",
    "policies of before opened in the same days, at least: each failed check of verification was an incident, and these days have few checks.",
    "",
    ...scenarioList(OUTAGES),
    "",
    ...tables.flatMap(({ environment, outages }) => [
      `### ${environment.name}`,
      "",
      ...tableLines(
        ["outage of", "incidents", "before", "which", "first page after"],
        outages.map(({ name, incidents, alerts, firstPage }) => [
          name,
          `${incidents}`,
          environment.kind === "staging" ? `${before[name] ?? "–"}` : "–",
          alerts.join(", "),
          `${firstPage} min`,
        ]),
      ),
      "",
    ]),
    "## From a total loss of real traffic to a person",
    "",
    "All 30 requests an hour to one service are answered 502, while Google's probers are answered well: minutes until somebody is woken, as",
    `the policies reckon, and with the ${LATEST} minutes that values may be late. Before, nobody was: the probers' answers hid the users'.`,
    "",
    ...tableLines(
      ["service", ...tables.map(({ environment: { name } }) => name)],
      (tables[0]?.losses ?? []).map(({ name }) => [
        name,
        ...tables.map(({ losses }) => {
          const minutes = losses.find((loss) => loss.name === name)?.firstPage ?? Infinity;
          return `${minutes} min, at most ${minutes + LATEST}`;
        }),
      ]),
    ),
    "",
    ...SEMANTICS,
    "",
  ].join("\n");

const INTRODUCTION = [
  "One function turns each synthesized policy into PromQL, thresholds with their aggregation as well as queries. Two judges then reckon",
  "the same days minute by minute: our own evaluation, whose results stand below, and Prometheus' promtool, which must agree with it.",
  "Neither is Monitoring; where it differs, or where nobody can tell, the last section says so.",
];

const SEMANTICS = [
  "## Where Monitoring may differ",
  "",
  "- **How late.** Values reach Monitoring late: probers' and Cloud Run's by up to three minutes, Cloud SQL's by three, Memorystore's by four,",
  "  those of logs by one or two, at times by ten. Whatever stands above comes later by that.",
  "- **First values.** Prometheus counts from the second sample of a counter. Monitoring's DELTA metrics have no such gap, so that an alert on",
  "  the very first failure of a new series fires here one sample later than there.",
  "- **Ends of a window.** Prometheus reckons the part of a window that no sample covers; Monitoring aligns. A count near its threshold may differ by one.",
  "- **Buckets.** Percentiles of Google's own distributions are reckoned in Google's buckets, which are not ours. The latency objective's own",
  "  time is a bucket's end, and is exact in both.",
  "- **Missing values.** A threshold that lasts takes a missing value for no trouble, and an incident without values is closed after half an hour.",
  "- **What nobody can tell here.** Whether a stopped Cloud SQL server writes 0 or nothing, and whether Memorystore without a primary writes",
  "  nothing of one: `database-down` holds for both, `cache-down` for the second alone.",
];
