import { BYPASS_KEY_VARIABLE, BYPASS_NAME, SIMULATION_KEY_VARIABLE } from "../../../environments/end-to-end";
import { UNKNOWN, referencesAt, textAt, valueAt } from "../../core/resource";
import { unknown, violation, type SpecRule, type Verdict } from "../../core/rule";
import type { Estate } from "../../core/estate";
import type { Spec } from "../../core/spec";
import { isSocketService, variablesAt, variablesNamed, type VariableAt } from "../google/programs/variable";
import { MODERN_TYPES, modernWorkloads } from "../google/programs/workloads";

/** Their mere presence, whatever the value, opened a bypass for every client. */
const PRESENCE_SWITCHES = new Set(["E2E_TESTING", "STAGING_E2E_TEST", "E2E_TEST_ENV"]);

/** `staging` as a word of a project, host or secret id. */
const STAGING = /(^|[^a-z])staging([^a-z]|$)/i;

const isProduction = ({ environment }: Spec): boolean => environment.kind === "production";

const notInProduction: SpecRule = {
  id: "bypass-in-production",
  kind: "exposed",
  severity: "critical",
  title: "Production contains no bypass: no name, no secret, no reference to another environment's project",
  why: "One variable would let anyone in without signing in (incident 25).",
  fix: "remove it; production cannot have one",
  waivable: false,
  check: (estate, spec) => {
    if (!isProduction(spec)) return [];
    const variables = modernWorkloads(estate).flatMap((service) =>
      variablesAt(service).flatMap(({ name, path, secret, text = "" }): readonly Verdict[] => {
        const id = secret ? textAt(service, `${secret}.secret`) : undefined;
        const foreign = STAGING.test(`${text} ${id ?? ""}`);
        return [
          ...(BYPASS_NAME.test(name) ? [violation(service, `${path}: "${name}" is a bypass name`)] : []),
          ...(id !== undefined && BYPASS_NAME.test(id) && !BYPASS_NAME.test(name)
            ? [violation(service, `${path}: "${name}" mounts a bypass secret`)]
            : []),
          ...(foreign ? [violation(service, `${path}: "${name}" refers to a staging environment`)] : []),
        ];
      }),
    );
    const secrets = estate
      .ofType("google_secret_manager_secret")
      .filter((secret) => BYPASS_NAME.test(textAt(secret, "secret_id") ?? ""))
      .map((secret) => violation(secret, "secret_id: a bypass name"));
    return [...variables, ...secrets];
  },
};

const pinnedSecret: SpecRule = {
  id: "bypass-as-pinned-secret",
  kind: "exposed",
  severity: "critical",
  title: "A bypass key is a secret of a known version",
  why: "As text it stands in every plan; unversioned it differs between services, which was the plan's propagation gap.",
  fix: "mount the generated secret under its version",
  yieldsTo: ["env-plain-secret"],
  check: (estate, spec) =>
    isProduction(spec)
      ? []
      : variablesNamed(
          estate,
          (name) => name === BYPASS_KEY_VARIABLE || name === SIMULATION_KEY_VARIABLE,
          MODERN_TYPES,
        ).flatMap(({ service, name, path, secret }) => {
          if (secret === undefined) return [violation(service, `${path}: "${name}" is no secret reference`)];
          const id = valueAt(service, `${secret}.secret`);
          if (id === UNKNOWN && referencesAt(service, `${secret}.secret`).length === 0) return [unknown(service, path)];
          return typeof id === "string" && !BYPASS_NAME.test(id)
            ? [violation(service, `${path}: "${name}" mounts another secret than the bypass key`)]
            : [];
        }),
};

const presence: SpecRule = {
  id: "bypass-presence-switch",
  kind: "exposed",
  severity: "critical",
  title: "No switch that opens a bypass by being present",
  why: "The code looks only whether the variable exists: it opened the socket service for every client.",
  fix: "remove it; tests sign in with the bypass key",
  waivable: false,
  check: (estate, spec) =>
    isProduction(spec)
      ? []
      : variablesNamed(estate, (name) => PRESENCE_SWITCHES.has(name)).map(({ service, name, path }) =>
          violation(service, `${path}: "${name}" is present`),
        ),
};

const alias: SpecRule = {
  id: "bypass-alias",
  kind: "exposed",
  severity: "critical",
  title: "The bypass key's alias is on the authentication service only",
  why: "On a socket service its mere presence opened a bypass for every client.",
  fix: `mount the key as ${BYPASS_KEY_VARIABLE} there`,
  check: (estate, spec) =>
    isProduction(spec)
      ? []
      : variablesNamed(estate, (name) => name === SIMULATION_KEY_VARIABLE)
          .filter(({ service }) => isSocketService(service) || !/auth/.test(textAt(service, "name") ?? ""))
          .map(({ service, path }) => violation(service, `${path}: "${SIMULATION_KEY_VARIABLE}" is present`)),
};

/** Switches that turn a protection or a dependency off: fine for a night, an incident when they stay (incident 17). */
const EMERGENCY =
  /^(SKIP|DISABLE|BYPASS|EMERGENCY|FORCE)_|_(DISABLED|SKIP|OPTIONAL_MODE)$|^ALLOW_(DEGRADED|DATABASE_OFFLINE)/;
const OFF = new Set(["0", "false", "no", "off"]);

const isSwitch = (name: string): boolean => EMERGENCY.test(name) || name === "DEMO_MODE";

const isSwitchedOn = ({ name, text }: VariableAt): boolean =>
  (EMERGENCY.test(name) && !OFF.has((text ?? "").toLowerCase())) ||
  (name === "DEMO_MODE" && text !== undefined && !OFF.has(text.toLowerCase()));

const switchVerdicts = (estate: Estate): readonly Verdict[] =>
  variablesNamed(estate, isSwitch)
    .filter(isSwitchedOn)
    .map(({ service, name, path }) => violation(service, `${path}: "${name}" is on`));

const emergency: SpecRule = {
  id: "emergency-switch",
  kind: "exposed",
  severity: "high",
  title: "An emergency switch is waived with an end, or off",
  why: "A switch that skipped the database stayed on after its night (incident 17).",
  fix: "turn it off, or add a waiver with owner and expiry",
  check: (estate, spec) => (isProduction(spec) ? [] : switchVerdicts(estate)),
};

const emergencyInProduction: SpecRule = {
  id: "emergency-switch-in-production",
  kind: "exposed",
  severity: "critical",
  title: "No emergency switch is on in production",
  why: "It skips what protects the users; no waiver excuses it there.",
  fix: "turn it off",
  waivable: false,
  check: (estate, spec) => (isProduction(spec) ? switchVerdicts(estate) : []),
};

export const bypassRules: readonly SpecRule[] = [
  notInProduction,
  pinnedSecret,
  presence,
  alias,
  emergency,
  emergencyInProduction,
];
