import { variablesOf } from "../../../environments/variables";
import { passed } from "../../engine/attempt";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { readVariables, type MountedVariable } from "../../live/run";
import { asDeclared, setting, type Setting } from "../admin/settings";
import { declaredSecrets, mountedSecrets, type DeclaredSecret, type MountedSecret } from "./declared";

/**
 * Every declared secret is mounted by reference, with the declared id and a version by number, and nothing else is a
 * secret. What is missing altogether is the matter of the names.
 */
export const referencesCheck = (context: AdminContext, service: string): Check =>
  adminCheck(context, {
    id: `variables/${service}/references`,
    title: `${service}: every secret is mounted by its declared reference`,
    gone: "not-ready",
    ask: async (live) => {
      const variables = await readVariables(live, context.environment, service);
      const mounted = mountedSecrets(context.environment, variables);
      const declared = declaredSecrets(context.environment, service);
      const settings = [
        ...declared.flatMap((each) => reference(each, variables, mounted)),
        ...plainNames(context, service).flatMap((name) => asText(name, mounted)),
      ];
      const attempt = asDeclared(settings);
      return attempt.verdict === "passed" ? passed(`${declared.length} secrets by reference`) : attempt;
    },
  });

/** A number, and which one does not matter here. */
const PINNED = "a number";

function reference(
  { variable, secret, version = PINNED }: DeclaredSecret,
  variables: readonly MountedVariable[],
  mounted: readonly MountedSecret[],
): readonly Setting[] {
  if (!variables.some(({ name }) => name === variable)) return [];
  const found = mounted.find((each) => each.variable === variable);
  const declared = `${secret}, version ${version}`;
  if (found === undefined) return [setting(variable, "text", declared)];
  const isPinned = version === PINNED && /^\d+$/.test(found.version);
  return [setting(variable, `${found.secret}, version ${isPinned ? PINNED : found.version}`, declared)];
}

const plainNames = ({ environment }: Pick<AdminContext, "environment">, service: string): readonly string[] =>
  variablesOf(environment, service).flatMap(({ name, kind }) => (kind === "secret" ? [] : [name]));

function asText(name: string, mounted: readonly MountedSecret[]): readonly Setting[] {
  const found = mounted.find(({ variable }) => variable === name);
  return found === undefined ? [] : [setting(name, `the secret ${found.secret}`, "text")];
}
