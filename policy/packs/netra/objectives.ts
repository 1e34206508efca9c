import { monitoredServiceId } from "../../../environments/names";
import { objectivesOf } from "../../../monitoring/slos";
import { isOneOf, judgeValue } from "../../core/judge";
import { textAt } from "../../core/resource";
import { violation, type SpecRule } from "../../core/rule";
import { CUSTOM_SERVICE, SLO } from "../google/alerts/watched";
import { holdsMonitoring, servingMaps } from "./watched";

const declared: SpecRule = {
  id: "slo-declared",
  kind: "house",
  severity: "medium",
  title: "Every objective of the environment is declared, with its goal and period",
  why: "A goal that is lowered where nobody looks is kept, and its users are not.",
  fix: "take objectives from monitoring/slos.ts, and change the spec's objectives",
  check: (estate, spec) => {
    if (!holdsMonitoring(estate)) return [];
    const services = estate.ofType(CUSTOM_SERVICE);
    return objectivesOf(spec.environment).flatMap(({ of, id, goal, rollingDays }) => {
      const serviceId = monitoredServiceId(spec.environment, of);
      const own = estate.ofType(SLO).filter((slo) => textAt(slo, "service") === serviceId);
      const slo = own.find((candidate) => textAt(candidate, "slo_id") === id);
      if (slo) {
        return [
          ...judgeValue(slo, "goal", isOneOf(goal), `${goal}`),
          ...judgeValue(slo, "rolling_period_days", isOneOf(rollingDays), `${rollingDays}`),
        ];
      }
      const [place] = [
        ...services.filter((candidate) => textAt(candidate, "service_id") === serviceId),
        ...services,
        ...servingMaps(estate),
      ];
      return place ? [violation(place, `objective "${id}" of ${of}: none found, one needed`)] : [];
    });
  },
};

/** Whether the environment's objectives are declared. */
export const declaredObjectiveRules: readonly SpecRule[] = [declared];
