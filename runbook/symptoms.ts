import type { Environment } from "../environments/environment";
import { SYMPTOMS, SYMPTOM_IDS, symptomAnchor, type SymptomId } from "../verify/symptoms";
import { CONTACT_OF, type FailureClass } from "../verify/symptoms/symptom";
import { tableLines } from "../report/markdown";
import { headingLink, pageLink, type Section } from "./markdown";
import { sentenceText, environmentText } from "./shared-texts";

const ENTRANCE = "Load balancer, certificates, Cloud Armor";
const REVISIONS = "Services, revisions and traffic";
const VARIABLES = "Environment variables";
const STORES = "Database and cache";
const LOGS = "Logs";
const ROLL_BACK = "Roll back a service";
const ROTATE = "Rotate a secret";
const FAIL_OVER = "Fail over";
const RAISE = "Raise a budget";
const CONTACTS = "Who wakes whom";
const DRIFT = "Adopt or revert drift";
const HOSTS = "Hosts";

/** The sections of the same page in which a symptom is looked into and undone, in that order. */
const GO_ON: Readonly<Record<SymptomId, readonly string[]>> = {
  "dns-missing": [ENTRANCE, HOSTS],
  "dns-failing": [HOSTS],
  "dns-elsewhere": [ENTRANCE, HOSTS],
  "host-unknown": [HOSTS],
  "tls-host": [ENTRANCE],
  "tls-expiring": [ENTRANCE],
  "tls-expired": [ENTRANCE],
  "tls-untrusted": [ENTRANCE],
  "tls-old": [DRIFT],
  refused: [ENTRANCE],
  garbled: [ENTRANCE],
  "protocol-refused": [ENTRANCE],
  timeout: [REVISIONS, STORES, LOGS],
  "too-many-requests": [LOGS, RAISE],
  "bad-gateway": [LOGS, REVISIONS, ROLL_BACK],
  "upgrade-refused": [ENTRANCE, REVISIONS, STORES],
  "handshake-slow": [REVISIONS, RAISE],
  "no-pong": [REVISIONS, LOGS],
  "closed-early": [REVISIONS, LOGS],
  "idle-cut": [REVISIONS, LOGS],
  "wrong-backend": [ENTRANCE, DRIFT],
  "redirect-missing": [ENTRANCE, DRIFT],
  "redirect-loop": [ENTRANCE, LOGS],
  "not-ready": [REVISIONS, LOGS, ROLL_BACK],
  "not-as-declared": [DRIFT],
  "not-applied": [DRIFT],
  "variable-missing": [VARIABLES, DRIFT],
  "secret-unusable": [VARIABLES, ROTATE],
  "store-unhealthy": [STORES, FAIL_OVER],
  "store-unreachable": [STORES, VARIABLES, LOGS],
  "dependency-missing": [REVISIONS, LOGS],
  "authority-expiring": [STORES, LOGS],
  "key-old": [ROTATE],
  "over-budget": [STORES, RAISE],
  "too-slow": [STORES, LOGS],
  "channel-closed": [CONTACTS],
  unauthorized: [LOGS, VARIABLES],
  "token-refused": [VARIABLES, ROTATE],
  "socket-refused": [VARIABLES, ROTATE],
  "service-secret-refused": [VARIABLES, ROTATE],
  "internal-error-close": [LOGS, ROLL_BACK],
  "crashed-after-accept": [LOGS, ROLL_BACK],
  "closed-by-application": [LOGS, ROLL_BACK],
  "internal-error": [LOGS, ROLL_BACK],
  "frames-refused": [LOGS, ROLL_BACK],
  "wrong-status": [HOSTS, LOGS],
  "test-failed": [LOGS],
  "key-missing": [VARIABLES, ROTATE],
  "token-expired": [],
  "import-failed": [],
  "version-conflict": [],
  "test-setup": [],
};

/** What only the bypass key, or a run of the e2e tests, can show: production has neither. */
export const STAGING_ONLY: readonly SymptomId[] = [
  "key-old",
  "token-refused",
  "socket-refused",
  "test-failed",
  "key-missing",
  "token-expired",
  "import-failed",
  "version-conflict",
  "test-setup",
];

/** The symptoms that can be reported of an environment, in the order in which people read them. */
export const symptomsOf = ({ kind }: Pick<Environment, "kind">): readonly SymptomId[] =>
  SYMPTOM_IDS.filter((id) => kind === "staging" || !STAGING_ONLY.includes(id));

const CLASS_WORDS: Readonly<Record<FailureClass, string>> = {
  infrastructure: "the way to the service, or what it stands on",
  authentication: "somebody was refused",
  application: "the infrastructure carried the request, and the service's own code failed",
  "test-setup": "nothing is known of the environment: the question was wrong",
  "test-dependencies": "nothing is known of the environment: the tests could not be loaded",
};

/** What each symptom of `./netra verify` means and what to do. */
export const symptomSection = (environment: Environment): Section => ({
  title: "What a symptom means",
  lines: [
    `As ${environment.kind === "staging" ? "`./netra verify` and `./netra e2e` name" : "`./netra verify` names"} them.`,
    "",
    ...tableLines(
      ["class", "it is about", "who acts", "symptoms"],
      (Object.keys(CLASS_WORDS) as FailureClass[]).map((failure) => [
        failure,
        CLASS_WORDS[failure],
        environment.contacts[CONTACT_OF[failure]].team,
        symptomsOf(environment)
          .filter((id) => SYMPTOMS[id].class === failure)
          .map((id) => pageLink("reference", symptomAnchor(id), id))
          .join(" · "),
      ]),
    ),
    ...symptomsOf(environment).flatMap((id) => symptomLines(environment, id)),
  ],
});

function symptomLines(environment: Environment, id: SymptomId): readonly string[] {
  const { title, class: failure, severity, means, next, retry } = SYMPTOMS[id];
  const goOn = GO_ON[id].map((heading) => headingLink(heading)).join(", then ");
  return [
    "",
    `### ${symptomAnchor(id)}`,
    "",
    `**${sentenceText(title)}** (${failure}, ${severity}). ${means} ${retry ? "Another attempt may find it gone." : "Another attempt finds the same."}`,
    "",
    `To do: ${environmentText(environment, next)}.${goOn === "" ? "" : ` Go on: ${goOn}.`}`,
  ];
}
