import type { Environment } from "../environments/environment";
import { driftCommand } from "./look";
import { commandBlock, type Section } from "./markdown";
import { placesOf } from "./places";

/** Before every rule of ours: the lowest number is asked first. */
const FIRST = 1;

/** How everybody is kept out for a while, and let in again. */
export function stopTrafficSection(environment: Environment): Section {
  const { armor, project } = placesOf(environment);
  const rule = `--security-policy ${armor} ${project}`;
  return {
    title: "Stop all traffic",
    lines: [
      "For data that are being exposed or destroyed, and nothing less: **from then on every new request is answered 502**, on every host.",
      "It takes a minute or two. Sockets that are open stay open; they end when their service is rolled back or after an hour.",
      ...commandBlock(
        `gcloud compute security-policies rules create ${FIRST} ${rule} --src-ip-ranges '*' --action deny-502 --description 'stopped by a person'`,
      ),
      "Open again:",
      ...commandBlock(`gcloud compute security-policies rules delete ${FIRST} ${rule}`),
      "The page for everybody is the browser's own: there is no maintenance page. While the rule stands it is drift, and the next deploy of",
      "the edge stack takes it away. This must say that nothing is left:",
      ...commandBlock(driftCommand(environment)),
    ],
  };
}
