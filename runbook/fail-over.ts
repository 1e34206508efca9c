import type { Environment } from "../environments/environment";
import { cacheState, databaseState } from "./look";
import { commandBlock, headingLink, type Section } from "./markdown";
import { placesOf } from "./places";

/** How database and cache move to their standby. */
export function failOverSection(environment: Environment): Section {
  const { project, regional, database, cache } = placesOf(environment);
  return {
    title: "Fail over",
    lines: [
      "Google fails over by itself when a zone is lost. By hand only when the primary answers badly and Google has not noticed, or to",
      "rehearse it. All connections break: pools reconnect, requests of that minute fail, open sockets stay.",
      "",
      "### Cloud SQL",
      "",
      ...databaseLines(environment, database, project),
      "",
      "### Redis",
      "",
      ...(environment.cache.tier === "STANDARD_HA"
        ? [
            "Refused where the replica is too far behind, which is what `limited-data-loss` says. What was written last may be missing:",
            "sessions and cached answers are made again.",
            ...commandBlock(
              `gcloud redis instances failover ${cache} ${regional} --data-protection-mode limited-data-loss &&`,
              `  ${cacheState(environment)}`,
            ),
          ]
        : [
            `\`${cache}\` is BASIC: it has no replica. Google replaces a lost node, and everything in it is gone.`,
            ...commandBlock(cacheState(environment)),
          ]),
      `Afterwards \`./netra verify --environment ${environment.name}\`, then \`./netra drift --environment ${environment.name}\`: a zone that`,
      "differs from the declared one is put right by failing over once more in the quiet hours, not by a deploy.",
    ],
  };
}

function databaseLines(environment: Environment, name: string, project: string): string[] {
  const { database: spec } = environment;
  const look = `  ${databaseState(environment)}`;
  if (spec.availability === "REGIONAL") {
    return [
      `Primary in ${spec.zone}, standby in ${spec.standbyZone ?? "another zone"}. About a minute; nothing that was committed is lost.`,
      ...commandBlock(`gcloud sql instances failover ${name} ${project} &&`, look),
    ];
  }
  return [
    `\`${name}\` is ZONAL, in ${spec.zone} alone: **there is no standby**, and \`gcloud sql instances failover\` refuses. While the zone is`,
    `down, wait for Google, or restore into another zone (${headingLink("Restore to a point in time")} with`,
    "`--preferred-zone`). A restart is all that can be done to an instance that hangs:",
    ...commandBlock(`gcloud sql instances restart ${name} ${project} &&`, look),
  ];
}
