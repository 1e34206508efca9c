import type { Environment } from "../../environments/environment";
import type { Estate } from "../../policy/core/estate";
import { evaluate } from "../../policy/core/evaluate";
import type { Finding } from "../../policy/core/finding";
import type { Pack } from "../../policy/core/rule";
import { specOf } from "../../policy/core/spec";
import { packsFor } from "../../policy/packs";
import { trial } from "../fixture/trial";
import { packsKnowing } from "../support/known-verdicts";
import { TODAY, unbrokenEstate } from "./broken-estate";
import type { Guard } from "./guard";

const PACKS = new Map<Environment, readonly Pack[]>();

/** The rules that judge an environment; they know what they say of it unbroken. */
function packsOf(environment: Environment): readonly Pack[] {
  const packs = PACKS.get(environment) ?? packsKnowing(unbrokenEstate(environment), packsFor(specOf(environment)));
  PACKS.set(environment, packs);
  return packs;
}

/** What the rules find where a guard has broken something. */
export function guardFindings(estate: Estate, { environment = trial }: Guard): readonly Finding[] {
  const { name, waivers } = environment;
  return evaluate(packsOf(environment), estate, { environment: name, waivers, today: TODAY });
}
