import type { Environment } from "../../environments/environment";
import { routedHosts } from "../../environments/hosts";
import { countText } from "../../report/text";
import type { HeldResource } from "./state-content";

/** What people lose with resources of some types. */
interface Loss {
  readonly types: readonly string[];
  /** @default all of these types */
  readonly isLost?: (resource: HeldResource) => boolean;
  /** A line about them, given what they are called. */
  readonly text: (names: string, count: number) => string;
  /** @default their names */
  readonly nameOf?: (resource: HeldResource) => string;
}

/** The worst first. */
const LOSSES: readonly Loss[] = [
  {
    types: ["google_sql_database_instance"],
    text: (names) => `database instance ${names}: all data in all its databases, and its point-in-time recovery`,
  },
  { types: ["google_sql_database"], text: (names) => `databases in it: ${names}` },
  { types: ["google_redis_instance"], text: (names) => `cache ${names}: every session and whatever else is in it` },
  { types: ["google_storage_bucket"], text: (names) => `buckets with all objects: ${names}` },
  { types: ["google_artifact_registry_repository"], text: (names) => `images, with all versions: ${names}` },
  {
    types: ["google_secret_manager_secret"],
    text: (names) =>
      `secrets, with all their versions: ${names}; what people have put there is kept nowhere else by this program`,
  },
  {
    types: ["google_compute_global_address"],
    text: (names) => `addresses: ${names}; a new deploy gets others, and DNS has to follow`,
    isLost: ({ ip }) => ip !== undefined,
    nameOf: ({ name, ip }) => `${name} (${ip ?? ""})`,
  },
  {
    types: ["google_compute_managed_ssl_certificate"],
    text: (names) => `certificates: ${names}; new ones are issued after DNS leads to the new address`,
  },
  { types: ["google_cloud_run_v2_service"], text: (names) => `services, with all revisions: ${names}` },
  { types: ["google_cloud_run_v2_job"], text: (names) => `jobs, with all executions: ${names}` },
  {
    types: ["google_monitoring_alert_policy", "google_monitoring_slo", "google_monitoring_dashboard"],
    text: (_names, count) => countText(count, "alert, objective or dashboard", "alerts, objectives and dashboards"),
  },
];

/** Without it nobody reaches a host. */
const FRONT = "google_compute_global_forwarding_rule";

/**
 * What is lost with an environment, one line each, the worst first.
 *
 * @param resources - what the states of its stacks hold
 */
export function lossLines(environment: Environment, resources: readonly HeldResource[]): readonly string[] {
  const known = new Set<HeldResource>();
  const listed = LOSSES.flatMap(({ types, text, isLost = () => true, nameOf = ({ name }) => name }) => {
    const found = resources.filter((each) => types.includes(each.type) && isLost(each));
    for (const each of found) known.add(each);
    return found.length === 0 ? [] : [text(found.map(nameOf).join(", "), found.length)];
  });
  const urls = routedHosts(environment).map((host) => `https://${host}`);
  const front = resources.some(({ type }) => type === FRONT)
    ? [`URLs that nobody answers any more: ${urls.join(", ")}`]
    : [];
  const rest = resources.length - known.size;
  return [
    ...front,
    ...listed,
    ...(rest > 0 ? [`${countText(rest, "more resource")}: networks, routes, grants, metrics`] : []),
  ];
}
