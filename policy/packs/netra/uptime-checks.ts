import { routedHosts } from "../../../environments/hosts";
import type { Resource } from "../../core/resource";
import { violation, type SpecRule, type Verdict } from "../../core/rule";
import { hostsOf } from "../google/edge/url-map";
import { UPTIME, checkedHost } from "../google/alerts/watched";
import { holdsMonitoring } from "./watched";

const hosts: SpecRule = {
  id: "uptime-check-hosts",
  kind: "house",
  severity: "medium",
  title: "Every routed host is asked by an uptime check, and no other",
  why: "A host that nobody asks is down until a user says so; one that is not routed fails always, and is ignored.",
  fix: "take hosts and paths from monitoring/uptime.ts",
  yieldsTo: ["uptime-check-target"],
  check: (estate, { environment }) => {
    if (!holdsMonitoring(estate)) return [];
    const checks = estate.ofType(UPTIME);
    const routed = routedHosts(environment);
    const asked = new Set(checks.map(checkedHost));
    return [
      ...checks
        .filter((check) => checkedHost(check) !== "" && !routed.includes(checkedHost(check)))
        .map((check) =>
          violation(check, "monitored_resource[0].labels.host: a host that is not routed found, a routed one allowed"),
        ),
      ...(asked.has("") ? [] : unasked(estate.ofType("google_compute_url_map"), asked)),
    ];
  },
};

const unasked = (maps: readonly Resource[], asked: ReadonlySet<string>): readonly Verdict[] =>
  maps.flatMap((map) =>
    hostsOf(map)
      .filter((host) => !asked.has(host))
      .map((host) => violation(map, `host_rule: no uptime check on ${host} found, one needed`)),
  );

/** Whether uptime checks ask what there is to ask. */
export const uptimeCheckRules: readonly SpecRule[] = [hosts];
