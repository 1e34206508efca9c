import { RUN_REFUSALS } from "../../google/refusals/run";
import { firstRefusal, invalidArgument, refuse, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asList, asNumber, asObject, asText, valueText } from "../core/json";
import { checkProbes, checkResources } from "./container-rules";
import { checkIdentity, checkNetwork, checkVariables } from "./template-rules";

/** The rules of a Cloud Run service. */
export const checkService = (draft: Draft): Refusal | undefined => firstRefusal(CHECKS.map((check) => check(draft)));

function checkName({ id }: Draft): Refusal | undefined {
  return /^[a-z](?:[-a-z0-9]{0,47}[a-z0-9])?$/.test(id)
    ? undefined
    : invalidArgument(`Invalid service name '${id}': lower case letters, digits and hyphens, at most 49 characters.`);
}

/** A service has at least one container; of which image, its schema says. */
const checkContainers = ({ next }: Draft): Refusal | undefined =>
  asList(asObject(next.template).containers).length > 0
    ? undefined
    : invalidArgument("template.containers: at least one container is needed, none found.");

/** Numbers of instances of a service, and of its template. */
function checkCounts({ next }: Draft): Refusal | undefined {
  const template = asObject(asObject(next.template).scaling);
  const negative = Object.entries({ ...asObject(next.scaling), ...template }).find(
    ([name, value]) => name.endsWith("InstanceCount") && asNumber(value) < 0,
  );
  return negative === undefined
    ? undefined
    : invalidArgument(`scaling.${negative[0]}: must not be negative, found ${valueText(negative[1])}.`);
}

/** Labels of the service and of its revisions (https://cloud.google.com/run/docs/configuring/services/labels). */
function checkLabels({ next }: Draft): Refusal | undefined {
  const labels = { ...asObject(next.labels), ...asObject(asObject(next.template).labels) };
  const wrong = Object.entries(labels).find(
    ([key, value]) =>
      !/^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u.test(key) ||
      !/^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u.test(asText(value)),
  );
  return wrong === undefined
    ? undefined
    : invalidArgument(
        `labels: lower case letters, digits, _ and -, at most 63, a letter first in a key; found ${wrong[0]}: ${valueText(wrong[1])}.`,
      );
}

function checkScaling({ next }: Draft): Refusal | undefined {
  const { minInstanceCount, maxInstanceCount } = asObject(asObject(next.template).scaling);
  const [least, most] = [asNumber(minInstanceCount ?? 0), asNumber(maxInstanceCount)];
  return refuse(RUN_REFUSALS.scaling, { least, most });
}

function checkTimeout({ next }: Draft): Refusal | undefined {
  const { timeout, maxInstanceRequestConcurrency: concurrency } = asObject(next.template);
  const seconds = Number(asText(timeout).replace(/s$/, ""));
  return (
    refuse(RUN_REFUSALS.timeout, { seconds, given: asText(timeout) }) ??
    refuse(RUN_REFUSALS.concurrency, { requests: asNumber(concurrency), given: valueText(concurrency) })
  );
}

function checkTraffic({ call, path, next }: Draft): Refusal | undefined {
  const targets = asList(next.traffic).map(asObject);
  const sum = targets.reduce<number>((total, { percent }) => total + asNumber(percent ?? 0), 0);
  if (sum !== 100) return invalidArgument(`traffic: The sum of percentages is ${sum}, must be 100.`);
  const absent = targets
    .map(({ revision }) => asText(revision).split("/").at(-1) ?? "")
    .find((name) => name !== "" && call.store.get(`run/${path}/revisions/${name}`) === undefined);
  return absent === undefined ? undefined : invalidArgument(`traffic: Revision '${absent}' was not found.`);
}

const CHECKS: readonly ((draft: Draft) => Refusal | undefined)[] = [
  checkName,
  checkContainers,
  checkCounts,
  checkLabels,
  (draft) => checkVariables(draft),
  checkScaling,
  checkTimeout,
  checkResources,
  checkTraffic,
  checkProbes,
  checkNetwork,
  checkIdentity,
];
