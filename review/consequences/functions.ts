import type { AttributeRow } from "../consequence";
import {
  attributeRows,
  isExisting,
  isLowered,
  isSetTo,
  isSwitchedOn,
  numberChangeText,
  type ConsequenceRow,
} from "./row";

/** Rows of a function whose arguments stand below a block: `service_config.` of the second generation, "" of the first. */
function functionRows(
  service: string,
  names: { readonly max: string; readonly timeout: string; readonly memory: string },
): readonly ConsequenceRow[] {
  const at = (name: string): string => `${service}${name}`;
  return [
    {
      paths: [at("ingress_settings")],
      when: (attribute, change) => isExisting(attribute, change) && isSetTo("ALLOW_ALL")(attribute, change),
      severity: "high",
      text: "the whole internet reaches the function: its invokers alone stand before it",
      undo: "instant",
      everywhere: true,
    },
    {
      paths: [at("ingress_settings")],
      severity: "high",
      text: "fewer networks reach the function: whoever calls it from elsewhere gets 403 or 404",
      undo: "instant",
    },
    {
      paths: [at(names.max)],
      when: isLowered,
      severity: "high",
      text: (attribute) => `at most ${numberChangeText(attribute)} instances: calls above that get 429, events wait`,
      undo: "instant",
    },
    {
      paths: [at(names.timeout)],
      when: isLowered,
      severity: "high",
      text: (attribute) => `a call is cut after ${numberChangeText(attribute, " s")}`,
      undo: "instant",
    },
    {
      paths: [at(names.memory)],
      severity: "medium",
      text: "each instance has other memory: one that needs more is killed",
      undo: "instant",
    },
    {
      paths: [at("service_account_email")],
      severity: "high",
      text: "the function runs as another account: what that may not do fails",
      undo: "instant",
    },
    {
      paths: [
        at("environment_variables"),
        at("environment_variables.*"),
        at("secret_environment_variables"),
        at("secret_environment_variables.*"),
        at("secret_volumes"),
        at("secret_volumes.*"),
      ],
      severity: "medium",
      text: "the function starts with other variables or secrets: one that is missing fails its start or its calls",
      undo: "instant",
    },
    {
      paths: [at("vpc_connector"), at("vpc_connector_egress_settings"), at("direct_vpc_network_interface.*")],
      severity: "high",
      text: "the function leaves by another way: what it does not reach by that one fails",
      undo: "instant",
    },
  ];
}

/** Where the code of a function comes from, and how it is built. */
const builtAnew = (paths: readonly string[]): ConsequenceRow => ({
  paths,
  when: isExisting,
  severity: "medium",
  text: "the function is built anew, and other code answers: a build that fails leaves the old one",
  undo: "redeploy",
});

const SECOND: readonly AttributeRow[] = attributeRows("google_cloudfunctions2_function", [
  ...functionRows("service_config.", {
    max: "max_instance_count",
    timeout: "timeout_seconds",
    memory: "available_memory",
  }),
  builtAnew(["build_config.*"]),
  {
    paths: ["event_trigger", "event_trigger.*"],
    severity: "high",
    text: "other events start the function, or they call it otherwise: what comes meanwhile may be missing",
    undo: "redeploy",
  },
]);

const FIRST: readonly AttributeRow[] = attributeRows("google_cloudfunctions_function", [
  ...functionRows("", { max: "max_instances", timeout: "timeout", memory: "available_memory_mb" }),
  builtAnew([
    "source_archive_object",
    "source_archive_bucket",
    "entry_point",
    "runtime",
    "build_environment_variables.*",
  ]),
  {
    paths: ["event_trigger.failure_policy.retry"],
    when: isSwitchedOn,
    severity: "medium",
    text: "an event that fails comes again for days: a fault that stays calls the function without end",
    undo: "instant",
  },
]);

const WORKER_POOL: readonly AttributeRow[] = attributeRows("google_cloud_run_v2_worker_pool", [
  {
    paths: ["scaling.manual_instance_count", "scaling.min_instance_count", "scaling.max_instance_count"],
    when: isLowered,
    severity: "high",
    text: (attribute) => `${numberChangeText(attribute)} instances: what they work off takes longer, or waits`,
    undo: "instant",
  },
  {
    paths: ["template.*"],
    severity: "medium",
    text: "a new revision: what the instances work on when they end has to be done again",
    undo: "redeploy",
  },
]);

/** Rows of functions and worker pools. */
export const FUNCTIONS: readonly AttributeRow[] = [...SECOND, ...FIRST, ...WORKER_POOL];
