import { BYPASS_NAME, LONGEST_KEY_AGE_DAYS } from "../end-to-end";
import type { Environment } from "../environment";
import { BYPASS_SECRET_ROLE, databasePasswordRole } from "../names";
import { CACHE_AUTH_ROLE } from "../variables";
import { problemUnless, rangeProblems, type Check, type Problem } from "./problem";

const versions: Check = ({ name, secrets, database, cache }) => [
  ...rangeProblems(cache.authVersion, 1, 1_000_000, `${name}.cache.authVersion`),
  ...(["generated", "operatorProvided"] as const).flatMap((kind) =>
    Object.entries(secrets[kind]).flatMap(([role, { version }]) => [
      ...rangeProblems(version, 1, 1_000_000, `${name}.secrets.${kind}.${role}.version`),
      ...problemUnless(
        /^[a-z][a-z0-9-]{0,62}$/.test(role),
        `${name}.secrets.${kind}.${role}`,
        "not a role; use a–z, 0–9 and -",
      ),
    ]),
  ),
  ...Object.entries(database.users.passwordVersions).flatMap(([user, version]) =>
    rangeProblems(version, 1, 1_000_000, `${name}.database.users.passwordVersions.${user}`),
  ),
];

const references: Check = ({ name, services, secrets }) => {
  const known = [...Object.keys(secrets.generated), ...Object.keys(secrets.operatorProvided)];
  return Object.entries(services).flatMap(([service, spec]) =>
    Object.entries(spec.secrets).flatMap(([variable, role]) =>
      problemUnless(
        known.includes(role),
        `${name}.services.${service}.secrets.${variable}`,
        `no secret "${role}"; known: ${known.join(", ")}`,
      ),
    ),
  );
};

const reservedRoles: Check = ({ name, secrets }) => {
  const taken = [BYPASS_SECRET_ROLE, CACHE_AUTH_ROLE, databasePasswordRole("app_a"), databasePasswordRole("app_b")];
  const both = Object.keys(secrets.generated).filter((role) => role in secrets.operatorProvided);
  return [
    ...both.map((role): Problem => ({
      path: `${name}.secrets.operatorProvided.${role}`,
      message: "is generated too; a secret has one source",
    })),
    ...[...Object.keys(secrets.generated), ...Object.keys(secrets.operatorProvided)]
      .filter((role) => taken.includes(role))
      .map((role): Problem => ({
        path: `${name}.secrets`,
        message: `role "${role}" is made by a stack; choose another`,
      })),
  ];
};

const e2e: Check = (environment) => {
  if (environment.kind !== "staging") return [];
  const { keyVersion, keyMaxAgeDays, consumers, aliasConsumer } = environment.e2e;
  const path = `${environment.name}.e2e`;
  return [
    ...rangeProblems(keyVersion, 1, 1_000_000, `${path}.keyVersion`),
    ...rangeProblems(keyMaxAgeDays, 1, LONGEST_KEY_AGE_DAYS, `${path}.keyMaxAgeDays`, "days"),
    ...[...consumers, aliasConsumer].flatMap((service) =>
      problemUnless(service in environment.services, `${path}.consumers`, `no service "${service}"`),
    ),
    ...problemUnless(
      environment.services[aliasConsumer]?.sockets === undefined,
      `${path}.aliasConsumer`,
      `"${aliasConsumer}" is a socket service: there the alias opens a bypass for every client; use the auth service`,
    ),
  ];
};

/** Reads names and values whatever the type says: a cast gets past the compiler, not past this check. */
const noBypassInProduction: Check = (environment) => {
  if (environment.kind !== "production") return [];
  const offending = (name: string, at: string): Problem[] =>
    problemUnless(!BYPASS_NAME.test(name), at, "a bypass or test name; production cannot contain it, remove it");
  return [
    ...problemUnless(
      !("e2e" in environment),
      `${environment.name}.e2e`,
      "production cannot contain a bypass; remove it",
    ),
    ...bypassCandidates(environment).flatMap(([name, at]) => offending(name, at)),
  ];
};

function bypassCandidates(environment: Environment): [name: string, path: string][] {
  const services = Object.entries(environment.services).flatMap(([service, spec]): [string, string][] => {
    const path = `${environment.name}.services.${service}`;
    return [
      ...Object.keys(spec.variables).map((name): [string, string] => [name, `${path}.variables.${name}`]),
      ...Object.entries(spec.secrets).flatMap(([name, role]): [string, string][] => [
        [name, `${path}.secrets.${name}`],
        [role, `${path}.secrets.${name}`],
      ]),
    ];
  });
  const roles = (["generated", "operatorProvided"] as const).flatMap((kind) =>
    Object.keys(environment.secrets[kind]).map((role): [string, string] => [
      role,
      `${environment.name}.secrets.${kind}.${role}`,
    ]),
  );
  return [...services, ...roles];
}

export const secretChecks: readonly Check[] = [versions, references, reservedRoles, e2e, noBypassInProduction];
