import { ACCESS_SYMPTOMS } from "./symptoms/access";
import { APPLICATION_SYMPTOMS } from "./symptoms/application";
import { DEPLOYED_SYMPTOMS } from "./symptoms/deployed";
import { ENTRANCE_SYMPTOMS } from "./symptoms/entrance";
import { SOCKETS_SYMPTOMS } from "./symptoms/sockets";
import type { Symptom } from "./symptoms/symptom";
import { TESTS_SYMPTOMS } from "./symptoms/tests";

/**
 * What can be seen of a failure from outside, what it means and what to do: the classification of the remediation
 * plan's 4.2 as a table. The runbooks print it; every id is an anchor there (`#symptom-<id>`).
 */
const SYMPTOMS_TABLE = {
  ...ENTRANCE_SYMPTOMS,
  ...SOCKETS_SYMPTOMS,
  ...DEPLOYED_SYMPTOMS,
  ...ACCESS_SYMPTOMS,
  ...APPLICATION_SYMPTOMS,
  ...TESTS_SYMPTOMS,
};

/** Id of a symptom, `bad-gateway`. */
export type SymptomId = keyof typeof SYMPTOMS_TABLE;

/** Every symptom by its id. */
export const SYMPTOMS: Readonly<Record<SymptomId, Symptom>> = SYMPTOMS_TABLE;

/** Every id, in the order in which people read them. */
export const SYMPTOM_IDS = Object.keys(SYMPTOMS_TABLE) as readonly SymptomId[];

/** The anchor of a symptom in a runbook. */
export const symptomAnchor = (id: SymptomId): string => `symptom-${id}`;
