import { routedHosts } from "../../../environments/hosts";
import { valueAt, type Resource } from "../../core/resource";
import { plainText } from "../../core/judge";
import { violation, type Rule, type Verdict } from "../../core/rule";
import { hostsOf } from "../google/url-map";
import { UPTIME, holdsMonitoring } from "../google/watched";

/** The host that a check asks; "" where it is not known. */
export const hostOf = (uptime: Resource): string => plainText(valueAt(uptime, "monitored_resource[0].labels.host"));

const hosts: Rule = {
  id: "uptime-check-hosts",
  kind: "house",
  severity: "medium",
  title: "Every routed host is asked by an uptime check, and no other",
  why: "A host that nobody asks is down until a user says so; one that is not routed fails always, and is ignored.",
  fix: "take hosts and paths from monitoring/uptime.ts",
  check: (estate) => {
    if (!estate.spec || !holdsMonitoring(estate)) return [];
    const checks = estate.ofType(UPTIME);
    const routed = routedHosts(estate.spec.environment);
    const asked = new Set(checks.map(hostOf));
    return [
      ...checks
        // A service's own address is uptime-check-target's to name.
        .filter((check) => hostOf(check) !== "" && !hostOf(check).endsWith(".run.app"))
        .filter((check) => !routed.includes(hostOf(check)))
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
export const uptimeCheckRules: readonly Rule[] = [hosts];
