import { violation, type SpecRule } from "../../core/rule";
import { DASHBOARD } from "../google/alerts/watched";
import { holdsMonitoring, servingMaps } from "./watched";

const present: SpecRule = {
  id: "dashboard-present",
  kind: "house",
  severity: "medium",
  title: "The environment has a dashboard",
  why: "Whoever is woken by an alert draws charts first, at night.",
  fix: "declare dashboardOf of monitoring/dashboard.ts",
  check: (estate) =>
    holdsMonitoring(estate) && estate.ofType(DASHBOARD).length === 0
      ? servingMaps(estate).map((map) => violation(map, "dashboard: none found, one needed"))
      : [],
};

/** Whether the environment can be looked at. */
export const dashboardPresenceRules: readonly SpecRule[] = [present];
