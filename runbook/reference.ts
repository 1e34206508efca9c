import type { Environment } from "../environments/environment";
import type { Estate } from "../policy/core/estate";
import { budgetSection, hostSection } from "./capacity";
import { dashboardReference, linkSection } from "./console";
import { contactSection } from "./contacts";
import { dependencyMapSection } from "./dependency-map";
import { deploySection } from "./deploy";
import { downSection } from "./down";
import { driftSection } from "./drift";
import { failOverSection } from "./fail-over";
import { commandSection } from "./gcloud";
import { glossarySection } from "./glossary";
import { hardenedSection } from "./hardened";
import { interruptedSection } from "./interrupted";
import { machineSection } from "./machine";
import { headingLink, pageText, type Section } from "./markdown";
import { raiseSection } from "./raise";
import { restoreSection } from "./restore";
import { rollbackSection } from "./roll-back";
import { rollbackAllSection } from "./roll-back-all";
import { rotationSection } from "./rotate";
import { serviceSection } from "./services";
import { snoozeSection } from "./snooze";
import { socketSection } from "./socket-503";
import { stopTrafficSection } from "./stop-traffic";
import { symptomSection } from "./symptoms";
import { withoutGithubSection } from "./without-github";

/** Sections of one purpose, as the contents at the top group them. */
interface Part {
  readonly purpose: string;
  readonly sections: readonly Section[];
}

/** What is read first stands first: what to do now, what it means, how it is undone, and then what there is. */
const partsOf = (environment: Environment, estate: Estate): readonly Part[] => [
  {
    purpose: "Now",
    sections: [
      ...socketSection(environment),
      downSection(environment),
      rollbackAllSection(environment),
      stopTrafficSection(environment),
      contactSection(environment),
      snoozeSection(environment),
      withoutGithubSection(environment),
    ],
  },
  { purpose: "What it means", sections: [symptomSection(environment)] },
  {
    purpose: "Where to look",
    sections: [commandSection(environment), linkSection(environment), machineSection],
  },
  {
    purpose: "Take it back, repair it",
    sections: [
      rollbackSection(environment),
      deploySection(environment),
      interruptedSection(environment),
      driftSection(environment),
      rotationSection(environment),
      failOverSection(environment),
      restoreSection(environment),
      raiseSection(environment),
    ],
  },
  {
    purpose: "What there is",
    sections: [
      dependencyMapSection(environment, estate),
      hostSection(environment),
      budgetSection(environment),
      serviceSection(environment),
      hardenedSection(estate),
      glossarySection,
    ],
  },
];

/** Everything that is no alert and does not fit on the page of the night. */
export function referencePage(environment: Environment, estate: Estate): string {
  const parts = partsOf(environment, estate);
  return pageText("reference", `Reference: ${environment.name}`, [
    `Project \`${environment.project}\`, region \`${environment.region}\`, domain \`${environment.domain}\`. ` +
      `[Night](night.md) · [alerts](alerts.md) · ${dashboardReference(environment)}`,
    "",
    ...parts.map(
      ({ purpose, sections }) => `- **${purpose}**: ${sections.map(({ title }) => headingLink(title)).join(" · ")}`,
    ),
    ...parts.flatMap(({ sections }) => sections).flatMap(({ title, lines }) => ["", `## ${title}`, "", ...lines]),
  ]);
}
