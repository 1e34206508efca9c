import { UNKNOWN, isValues, valueAt, type Resource, type Value } from "../../core/resource";
import { isBetween, forEveryResource, judgeValue, plainText } from "../../core/judge";
import { valueText } from "../../core/value-text";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import { RUN_V1 } from "./cloud-run";
import { isSocketService } from "./variable";

const SERVICE = "metadata[0].annotations";
const REVISION = "template[0].metadata[0].annotations";
const MAX_TIMEOUT_SECONDS = 3600;

/** The value of an annotation; its key holds dots, so no path leads there. */
function annotation(service: Resource, path: string, key: string): Value | undefined {
  const map = valueAt(service, path);
  if (map === UNKNOWN) return UNKNOWN;
  return isValues(map) && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Judges one annotation; a key and its number or word are no secrets. */
function judgeAnnotation(
  service: Resource,
  path: string,
  key: string,
  holds: (text: string) => boolean,
  allowed: string,
): readonly Verdict[] {
  const value = annotation(service, path, key);
  if (value === UNKNOWN) return [unknown(service, path)];
  const found = value === undefined || value === null ? "nothing" : valueText("word", value);
  return holds(plainText(value)) ? [] : [violation(service, `${path}: "${key}" ${found} found, ${allowed} allowed`)];
}

const ingress: Rule = {
  id: "run-v1-ingress",
  kind: "exposed",
  severity: "critical",
  title: "A Cloud Run service of version 1 is reached through the load balancer only",
  why: "The annotation's default is `all`: the run.app address bypasses Cloud Armor's rate limit and WAF.",
  fix: "annotate the service with run.googleapis.com/ingress internal-and-cloud-load-balancing",
  check: forEveryResource(RUN_V1, (service) =>
    judgeAnnotation(
      service,
      SERVICE,
      "run.googleapis.com/ingress",
      (text) => text === "internal" || text === "internal-and-cloud-load-balancing",
      "internal-and-cloud-load-balancing or internal",
    ),
  ),
};

const atLeastOne = (text: string): boolean => /^[1-9]\d*$/.test(text);

const scaling: Rule = {
  id: "run-v1-instances",
  kind: "down",
  severity: "high",
  title: "A Cloud Run service of version 1 declares how many instances it has, at least one",
  why: "Without a minimum a WebSocket meets a cold start; without a maximum no budget can be counted.",
  fix: "annotate the revision template with autoscaling.knative.dev/minScale 1 or more and maxScale",
  check: forEveryResource(RUN_V1, (service) =>
    ["minScale", "maxScale"].flatMap((name) => {
      const key = `autoscaling.knative.dev/${name}`;
      // The minimum may stand on the service as well, for all revisions together.
      if (name === "minScale" && atLeastOne(plainText(annotation(service, SERVICE, "run.googleapis.com/minScale")))) {
        return [];
      }
      return judgeAnnotation(service, REVISION, key, atLeastOne, "1 or more");
    }),
  ),
};

const timeout: Rule = {
  id: "run-v1-timeout",
  kind: "refused",
  severity: "high",
  title: "Requests of a version 1 service last at most an hour, those of a socket service an hour",
  why: "Google refuses more than 3600 s at apply; a socket is one request and is cut at its age, 300 s where nothing is declared.",
  fix: "set template.spec.timeout_seconds, 3600 on a socket service",
  check: forEveryResource(RUN_V1, (service) => {
    const isSocket = isSocketService(service);
    const within = isBetween(isSocket ? MAX_TIMEOUT_SECONDS : 1, MAX_TIMEOUT_SECONDS);
    return judgeValue(
      service,
      "template[0].spec[0].timeout_seconds",
      (value) => (value === undefined && !isSocket) || within(value),
      isSocket ? "3600 (a socket service)" : "1 to 3600",
    );
  }),
};

const throttled: Rule = {
  id: "run-v1-cpu-allocation",
  kind: "down",
  severity: "high",
  title: "A socket service of version 1 has its CPU all the time",
  why: "Throttled between requests, pings and timers of open sockets stall; that is the default.",
  fix: "annotate the revision template with run.googleapis.com/cpu-throttling false",
  check: forEveryResource(RUN_V1, (service) =>
    isSocketService(service)
      ? judgeAnnotation(service, REVISION, "run.googleapis.com/cpu-throttling", (text) => text === "false", "false")
      : [],
  ),
};

/** What version 1 says in annotations, which the rules of version 2 cannot read. */
export const cloudRunV1Rules: readonly Rule[] = [ingress, scaling, timeout, throttled];
