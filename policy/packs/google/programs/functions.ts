import { lastFixesOfRuntime } from "../../../../google/ended-runtimes";
import { forEveryOf, forEveryResource, isOneOf, judgeValue, numberOf, plainText } from "../../../core/judge";
import { UNKNOWN, numberAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";
import { FUNCTION_V1, FUNCTION_V2 } from "./programs";

const EVENT_SECONDS = 540;
const HTTP_SECONDS = 3600;

/** The longest that a function may take: what an event starts, and the first generation, have nine minutes. */
const longestOf = (func: Resource): number =>
  func.type === FUNCTION_V1 || valueAt(func, "event_trigger[0]") !== undefined ? EVENT_SECONDS : HTTP_SECONDS;

const timeout: Rule = {
  id: "function-timeout",
  kind: "refused",
  severity: "high",
  title: "A function takes no longer than Google lets it",
  why: "Google refuses more than nine minutes for what an event starts and for the first generation, and more than an hour for the rest.",
  fix: "lower the timeout, or let a Cloud Run job do the work",
  source: "https://cloud.google.com/functions/quotas#time_limits",
  check: forEveryOf([FUNCTION_V1, FUNCTION_V2], (func) => {
    const path = func.type === FUNCTION_V1 ? "timeout" : "service_config[0].timeout_seconds";
    const longest = longestOf(func);
    // Left out it is a minute, which the provider tells only after apply.
    if (valueAt(func, path) === UNKNOWN && !func.references.has(path)) return [];
    return judgeValue(func, path, (value) => value === undefined || numberOf(value) <= longest, `at most ${longest} s`);
  }),
};

/** A size of memory as Kubernetes writes it, in MiB; NaN for everything else. */
function mebibytesOf(text: string): number {
  const [, number = "", unit = ""] = /^(\d+)(Mi?|Gi?)$/.exec(text) ?? [];
  return number === "" ? NaN : Number(number) * (unit.startsWith("G") ? 1024 : 1);
}

/** From so much memory on Google gives a function a whole CPU by itself. */
const WHOLE_CPU_MEBIBYTES = 2000;

const CONCURRENCY = "service_config[0].max_instance_request_concurrency";

const concurrency: Rule = {
  id: "function-concurrency-cpu",
  kind: "refused",
  severity: "high",
  title: "A function that takes several requests at once has a whole CPU",
  why: "Cloud Run refuses more than one request at once for less than one CPU, and below 2 GiB of memory a function gets less by itself.",
  fix: "set available_cpu to 1 or more, or max_instance_request_concurrency to 1",
  source: "https://cloud.google.com/functions/docs/configuring/concurrency",
  check: forEveryResource(FUNCTION_V2, (func) => {
    const requests = numberAt(func, CONCURRENCY);
    if (requests === undefined || requests <= 1) return [];
    const cpu = textAt(func, "service_config[0].available_cpu");
    const isUsual = cpu === undefined && !func.references.has("service_config[0].available_cpu");
    const memory = mebibytesOf(textAt(func, "service_config[0].available_memory") ?? "256M");
    if (cpu === undefined && !isUsual) return [unknown(func, "service_config[0].available_cpu")];
    const isWhole = cpu === undefined ? !(memory < WHOLE_CPU_MEBIBYTES) : !(Number(cpu.replace(/m$/, "e-3")) < 1);
    return isWhole ? [] : [violation(func, `${CONCURRENCY}: ${requests} found, 1 allowed with less than one CPU`)];
  }),
};

/** Where programs without a container name their language. */
const RUNTIMES: readonly (readonly [type: string, path: string])[] = [
  [FUNCTION_V1, "runtime"],
  [FUNCTION_V2, "build_config[0].runtime"],
  ["google_app_engine_standard_app_version", "runtime"],
  ["google_composer_environment", "config[0].software_config[0].image_version"],
];

const runtime: Rule = {
  id: "function-runtime-ended",
  kind: "exposed",
  severity: "medium",
  title: "The language of a function still gets fixes",
  why: "What is found in one that has ended stays open, and some months later Google refuses to deploy it at all.",
  fix: "move to a version that its makers support",
  source: "https://cloud.google.com/functions/docs/runtime-support",
  check: (estate) =>
    RUNTIMES.flatMap(([type, path]) =>
      forEveryResource(type, (func) => {
        if (valueAt(func, path) === UNKNOWN && func.references.has(path)) return [unknown(func, path)];
        const name = textAt(func, path) ?? "";
        const ended = lastFixesOfRuntime(name);
        return ended === undefined
          ? []
          : [violation(func, `${path}: "${name}" found, whose last fixes are of ${ended}`)];
      })(estate),
    ),
};

const plainHttp: Rule = {
  id: "function-plain-http",
  kind: "exposed",
  severity: "low",
  title: "A function of the first generation is called over HTTPS",
  why: "Left out, it answers plain HTTP as well: tokens and data go over the network for everyone to read.",
  fix: "set https_trigger_security_level to SECURE_ALWAYS",
  source: "https://cloud.google.com/functions/docs/reference/rest/v1/projects.locations.functions#SecurityLevel",
  check: forEveryResource(FUNCTION_V1, (func) =>
    valueAt(func, "trigger_http") === true
      ? judgeValue(func, "https_trigger_security_level", isOneOf("SECURE_ALWAYS"), "SECURE_ALWAYS")
      : [],
  ),
};

/** Places that App Engine has under another name, or not at all: it names regions, and two of them without a number. */
const OTHER_PLACE = /^(us-central1|europe-west1)$|^[a-z]+-[a-z]+\d+-[a-z]$/;

const place: Rule = {
  id: "appengine-location",
  kind: "refused",
  severity: "high",
  title: "App Engine stands in a region that it has",
  why: "Its first two regions are us-central and europe-west, without a number, and it knows no zones: Google refuses others, and the place can never be changed.",
  fix: "name the region as App Engine calls it: us-central, europe-west, asia-northeast1",
  source: "https://cloud.google.com/appengine/docs/standard/locations",
  check: forEveryResource("google_app_engine_application", (app) =>
    judgeValue(app, "location_id", (id) => !OTHER_PLACE.test(plainText(id)), "a region of App Engine"),
  ),
};

/** What Google gives a function, and for how long. */
export const functionRules: readonly Rule[] = [timeout, concurrency, runtime, plainHttp, place];
