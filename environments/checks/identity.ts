import { MIN_SERVICE_ACCOUNT_ID, NAME_LENGTH } from "../../google/resource-names";
import {
  BYPASS_SECRET_ROLE,
  armorPolicyName,
  backendServiceName,
  cacheName,
  certificateBaseName,
  databaseInstanceName,
  negBaseName,
  secretId,
} from "../names";
import { problemUnless, rangeProblems, type Check, type Problem } from "./problem";

/** Characters of the suffix of names that a construct replaces and never updates: `-` and 6 more. */
const SUFFIX = 7;

const SERVICE = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;

const form: Check = ({ name, project, region, domain, kind }) => [
  ...problemUnless(
    /^[a-z][a-z0-9]{1,19}$/.test(name),
    `${name}.name`,
    `"${name}" found; 2–20 of a–z and 0–9, a letter first`,
  ),
  ...problemUnless(
    /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(project),
    `${name}.project`,
    `"${project}" is no project id (6–30 of a–z, 0–9 and -)`,
  ),
  ...problemUnless(
    project.split("-").includes(name),
    `${name}.project`,
    `"${project}" does not name the environment ${name}: a state applied to another environment's project is how production breaks`,
  ),
  ...problemUnless(/^[a-z]+-[a-z]+\d$/.test(region), `${name}.region`, `"${region}" is no region`),
  ...problemUnless(
    kind === "production" ? !/staging|test|e2e/.test(domain) : domain.split(".").includes(name),
    `${name}.domain`,
    `"${domain}" does not go with ${kind} environment ${name}`,
  ),
];

/** Judges the longest name of each kind. */
const lengths: Check = (environment) => {
  const tooLong = (value: string, max: number, path: string): Problem[] =>
    problemUnless(value.length <= max, path, `"${value}" has ${value.length} characters, at most ${max}; shorten it`);
  const { name, services, hosts, secrets } = environment;
  return [
    ...tooLong(databaseInstanceName(environment), NAME_LENGTH.resource, `${name}.name`),
    ...tooLong(cacheName(environment), NAME_LENGTH.cache, `${name}.name`),
    ...tooLong(armorPolicyName(environment), NAME_LENGTH.resource, `${name}.name`),
    ...Object.keys(services).flatMap((service) => {
      const path = `${name}.services.${service}`;
      return [
        ...problemUnless(SERVICE.test(service), path, "not a service name; use a–z, 0–9 and -, a letter first"),
        ...rangeProblems(
          service.length,
          MIN_SERVICE_ACCOUNT_ID,
          NAME_LENGTH.serviceAccount,
          path,
          "characters in its account's id",
        ),
        ...tooLong(backendServiceName(environment, service), NAME_LENGTH.resource, path),
        ...tooLong("x".repeat(SUFFIX) + negBaseName(environment, service), NAME_LENGTH.resource, path).map(
          (problem) => ({
            ...problem,
            message: `its NEG's name has ${negBaseName(environment, service).length + SUFFIX} characters, at most ${NAME_LENGTH.resource}; shorten it`,
          }),
        ),
      ];
    }),
    ...Object.keys(hosts).flatMap((key) => [
      ...problemUnless(SERVICE.test(key), `${name}.hosts.${key}`, "not a host key; use a–z, 0–9 and -, a letter first"),
      ...problemUnless(
        certificateBaseName(environment, key).length + SUFFIX <= NAME_LENGTH.resource,
        `${name}.hosts.${key}`,
        `its certificate's name is longer than ${NAME_LENGTH.resource}; shorten the key`,
      ),
    ]),
    ...[...Object.keys(secrets.generated), ...Object.keys(secrets.operatorProvided), BYPASS_SECRET_ROLE].flatMap(
      (role) => tooLong(secretId(environment, role), NAME_LENGTH.secret, `${name}.secrets`),
    ),
  ];
};

export const identityChecks: readonly Check[] = [form, lengths];
