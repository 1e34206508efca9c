import type { Environment } from "../environments/environment";
import { driftCommand } from "./look";
import { commandBlock, type Section } from "./markdown";
import { placesOf } from "./places";

/** Before every rule of ours: the lowest number is asked first. */
const FIRST = 1;

/** How everybody is kept out for a while, and let in again. */
export function stopTrafficSection(environment: Environment): Section {
  const { armor, project } = placesOf(environment);
  const longest = Math.max(
    ...Object.values(environment.services).map(({ requestTimeoutSeconds }) => requestTimeoutSeconds),
  );
  const rule = `--security-policy ${armor} ${project}`;
  return {
    title: "Stop all traffic",
    lines: [
      "For data that are being exposed or destroyed, and nothing less: **from then on every new request is answered 502**, on every host.",
      `It takes a minute or two, and the page outage opens. Sockets that are open stay open, for ${longest / 60} minutes at most.`,
      ...commandBlock(
        `gcloud compute security-policies rules create ${FIRST} ${rule} --src-ip-ranges '*' --action deny-502 --description 'stopped by a person'`,
      ),
      "Open again:",
      ...commandBlock(`gcloud compute security-policies rules delete ${FIRST} ${rule}`),
      "There is no maintenance page: browsers show their own. While the rule stands it is drift, and the next deploy of the edge stack takes",
      "it away. Once you have opened again, this must find nothing of it:",
      ...commandBlock(driftCommand(environment)),
    ],
  };
}
