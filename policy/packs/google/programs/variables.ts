import { BUILD_TIME_PREFIX } from "../../../../google/cloud-run";
import { RUN_REFUSALS } from "../../../../google/refusals/run";
import { listAt, type Resource } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import { doubtfulWorkloads, variablesAt, variablesLike, variablesNamed, type VariableAt } from "./variable";
import { WORKLOAD_TYPES, containersOf } from "./workloads";

/**
 * The check "no variable of such a name".
 *
 * @param reason - what the message says of one that has such a name
 */
const noVariableCheck =
  (isWrong: (name: string) => boolean, reason: string): Rule["check"] =>
  (estate) =>
    variablesNamed(estate, isWrong, WORKLOAD_TYPES).map(({ service, name, path }) =>
      violation(service, `${path}: "${name}" ${reason}`),
    );

/** Whether requests go to another container of the workload: of several, only that one has ports. */
function isSidecar(workload: Resource, container: number): boolean {
  const containers = containersOf(workload);
  return listAt(workload, containers).length > 1 && listAt(workload, `${containers}[${container}].ports`).length === 0;
}

const reserved: Rule = {
  id: "env-reserved-name",
  kind: "refused",
  severity: "high",
  title: "No variable that Cloud Run sets itself",
  why: "A deployment that carries PORT or K_* is refused (incident 10).",
  fix: "remove it; the port is the container port",
  source: "https://cloud.google.com/run/docs/container-contract#services-env-vars",
  check: (estate) =>
    variablesNamed(estate, (name) => !RUN_REFUSALS.variables.accepts({ names: [name] }), WORKLOAD_TYPES)
      .filter(
        ({ service, name, container }) =>
          !RUN_REFUSALS.variables.accepts({ names: [name], isSidecar: isSidecar(service, container) }),
      )
      .map(({ service, name, path }) => violation(service, `${path}: "${name}" is reserved`)),
};

const buildTime: Rule = {
  id: "env-build-time",
  kind: "no effect",
  severity: "medium",
  title: "No build-time variable on a running service",
  why: "Browser variables are baked into the image; on the service they do nothing and the page calls localhost (incident 2).",
  fix: "set it where the image is built",
  source: "https://nextjs.org/docs/app/guides/environment-variables#bundling-environment-variables-for-the-browser",
  check: noVariableCheck((name) => name.startsWith(BUILD_TIME_PREFIX), "is read at build time only"),
};

const hasTwoSources = ({ secret, text }: VariableAt): boolean => secret !== undefined && text !== undefined;

const unique: Rule = {
  id: "env-unique-name",
  kind: "refused",
  severity: "high",
  title: "A variable stands once and has one source",
  why: "Of two values one wins silently, and neither Google nor the provider says which; value beside value_source is refused at apply.",
  fix: "keep one of them",
  check: (estate) =>
    doubtfulWorkloads(estate).flatMap((service) => {
      const seen = new Map<number, Set<string>>();
      const isAgain = ({ container, name }: VariableAt): boolean => {
        // A name that is known only after apply is no second one.
        if (name === "") return false;
        const names = seen.get(container) ?? new Set();
        const { size } = names;
        seen.set(container, names.add(name));
        return names.size === size;
      };
      return variablesAt(service)
        .map((variable) => ({ variable, again: isAgain(variable), both: hasTwoSources(variable) }))
        .filter(({ again, both }) => again || both)
        .flatMap(({ variable: { name, path }, again, both }) => [
          ...(again ? [violation(service, `${path}: "${name}" stands twice`)] : []),
          ...(both ? [violation(service, `${path}: "${name}" has a value and a secret`)] : []),
        ]);
    }),
};

/** A certificate is public and has line breaks by nature. */
const isCertificate = (text: string): boolean => text.startsWith("-----BEGIN CERTIFICATE-----");

const controlCharacters: Rule = {
  id: "env-control-character",
  kind: "down",
  severity: "high",
  title: "No control character in a variable",
  why: "A newline at the end of a value is part of it: a service id with one fails every call between services (incident 18).",
  fix: "remove it, most often a line break at the end",
  check: (estate) =>
    // eslint-disable-next-line no-control-regex -- control characters are what this looks for
    variablesLike(estate, (_, text) => /[\x00-\x1f\x7f]/.test(text) && !isCertificate(text)).map(
      ({ service, name, path }) => violation(service, `${path}: "${name}" holds a control character`),
    ),
};

/** What Google refuses of variables, and what has no effect or breaks calls, whoever wrote it. */
export const variableRules: readonly Rule[] = [reserved, buildTime, unique, controlCharacters];
