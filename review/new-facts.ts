import { isEveryone } from "../google/everyone";
import { plainPath } from "../google/paths";
import { membersOf } from "./consequences/grants";
import { isRecord } from "../policy/core/json";
import { valueAtPath } from "../policy/core/path";
import { UNKNOWN } from "../policy/core/resource";
import type { Change } from "./change";
import { printableValue } from "./printable";

type FactText = (read: (path: string) => string | undefined) => string | undefined;

const labelled =
  (label: string, path: string, unit = ""): FactText =>
  (read) => {
    const value = read(path);
    return value === undefined ? undefined : `${label} ${value}${unit}`;
  };

const INGRESS: Readonly<Record<string, string>> = {
  INGRESS_TRAFFIC_ALL: "reached from the internet and through the load balancer",
  INGRESS_TRAFFIC_INTERNAL_ONLY: "reached from the own network alone",
  INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER: "reached through the load balancer alone",
};

const scaling: FactText = (read) => {
  const at = (name: string) => read(`scaling[0].${name}`) ?? read(`template[0].scaling[0].${name}`);
  const [least, most] = [at("min_instance_count"), at("max_instance_count")];
  return most === undefined && least === undefined
    ? undefined
    : `${least ?? "0"} to ${most ?? "Google's default of"} instances`;
};

const CONTAINER = "template[0].containers[0]";

const RUN_SERVICE: readonly FactText[] = [
  labelled("image", `${CONTAINER}.image`),
  labelled("port", `${CONTAINER}.ports[0].container_port`),
  scaling,
  (read) => {
    const [cpu, memory] = ["cpu", "memory"].map((name) => read(`${CONTAINER}.resources[0].limits.${name}`));
    return cpu === undefined || memory === undefined ? undefined : `${cpu} vCPU and ${memory} each`;
  },
  (read) => INGRESS[read("ingress") ?? ""],
  (read) => (read("invoker_iam_disabled") === "true" ? "anybody who reaches it may call it" : undefined),
];

/** What is worth knowing of a new thing, by its type. */
const FACTS: Readonly<Record<string, readonly FactText[]>> = {
  google_cloud_run_v2_service: RUN_SERVICE,
  google_cloud_run_v2_job: [
    labelled("image", "template[0].template[0].containers[0].image"),
    labelled("tasks", "template[0].task_count"),
  ],
  google_sql_database_instance: [
    labelled("version", "database_version"),
    labelled("tier", "settings[0].tier"),
    labelled("availability", "settings[0].availability_type"),
  ],
  google_redis_instance: [
    labelled("version", "redis_version"),
    labelled("tier", "tier"),
    labelled("memory", "memory_size_gb", " GiB"),
  ],
};

/** What a new thing is, of what may be printed; empty for a type of which nothing is worth a word. */
export function newFacts({ type, after, sensitive, versions, actions }: Change): readonly string[] {
  if (!actions.includes("create") || !Object.hasOwn(FACTS, type) || !isRecord(after)) return [];
  const read = (path: string): string | undefined => {
    const value = valueAtPath(after, path);
    const isSensitive = sensitive === true || isMarked(sensitive, path);
    return value === UNKNOWN ? undefined : printableValue(type, plainPath(path), value, isSensitive, versions);
  };
  return (FACTS[type] ?? []).flatMap((fact) => fact(read) ?? []);
}

/** Whether a value, or something around it, is marked. */
export const isMarked = (marks: unknown, path: string): boolean =>
  path.split(/(?=[.[])/).some((_, index, steps) => valueAtPath(marks, steps.slice(0, index + 1).join("")) === true);

/** Who may call a new service by a grant that is made with it; undefined for any other grant. */
export function callerFact({ type, after }: Change): string | undefined {
  if (!/^google_cloud_run(_v2)?_(service|job)_iam_/.test(type)) return undefined;
  const members = membersOf(after);
  if (members.some((one) => isEveryone(one))) return "everyone on the internet may call it";
  const count = members.length;
  return count === 0 ? undefined : `${count === 1 ? "one identity" : `${count} identities`} may call it`;
}
