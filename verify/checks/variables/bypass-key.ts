import { variablesOf } from "../../../environments/variables";
import { failed, passed } from "../../engine/attempt";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { readVariables } from "../../live/run";
import { BYPASS_VARIABLES } from "./declared";

/** The e2e bypass key is there exactly where it is declared, in production nowhere: its mere presence is a way in. */
export const bypassKeyCheck = (context: AdminContext, service: string): Check =>
  adminCheck(context, {
    id: `variables/${service}/bypass-key`,
    title: `${service}: the bypass key is there where it is declared, and only there`,
    gone: "not-ready",
    ask: async (live) => {
      const found = bypassAmong(await readVariables(live, context.environment, service));
      const declared = bypassAmong(variablesOf(context.environment, service));
      return found === declared ? passed(found) : failed("variable-missing", found, declared);
    },
  });

function bypassAmong(variables: readonly { readonly name: string }[]): string {
  const names = BYPASS_VARIABLES.filter((bypass) => variables.some(({ name }) => name === bypass));
  return names.length === 0 ? `none of ${BYPASS_VARIABLES.join(", ")}` : names.join(", ");
}
