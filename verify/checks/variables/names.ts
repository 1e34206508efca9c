import { variablesOf } from "../../../environments/variables";
import { failed, passed } from "../../engine/attempt";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { readVariables } from "../../live/run";
import { BYPASS_VARIABLES } from "./declared";

/** The names of a service's variables, without those of the bypass key, which are asked for by themselves. */
export const namesCheck = (context: AdminContext, service: string): Check =>
  adminCheck(context, {
    id: `variables/${service}/names`,
    title: `${service}: carries exactly the declared variables`,
    gone: "not-ready",
    ask: async (live) => {
      const mounted = (await readVariables(live, context.environment, service)).map(({ name }) => name);
      const declared = variablesOf(context.environment, service).map(({ name }) => name);
      const missing = without(declared, mounted);
      const extra = without(mounted, declared);
      if (missing.length + extra.length === 0) return passed(`${declared.length} variables`);
      return failed(
        "variable-missing",
        [...said("missing", missing), ...said("not declared", extra)].join("; "),
        `the ${declared.length} declared variables`,
      );
    },
  });

const without = (names: readonly string[], others: readonly string[]): readonly string[] =>
  names.filter((name) => !others.includes(name) && !BYPASS_VARIABLES.includes(name)).toSorted();

const said = (what: string, names: readonly string[]): readonly string[] =>
  names.length === 0 ? [] : [`${what}: ${names.join(", ")}`];
