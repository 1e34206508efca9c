import { tableLines } from "../report/markdown";
import type { Section } from "./markdown";

/** Words of these pages, in alphabetical order. Those of the code stand in CONTRIBUTING.md; no word stands in both. */
export const WORDS: readonly (readonly [word: string, meaning: string])[] = [
  [
    "budget (connections, clients, addresses)",
    "what many instances share; the sum of what they may take must fit into it",
  ],
  ["certificate, managed", "one that Google makes and renews, as long as its host's DNS leads to the load balancer"],
  [
    "Cloud Armor",
    "the load balancer's guard: refuses an address that asks too often, and logs what looks like an attack",
  ],
  ["delivery", "a new image, brought by a service's own pipeline; makes a revision. Not a deploy"],
  ["deploy", "what this repository declares, applied; makes a revision where it changes a service"],
  [
    "edge, foundation, services, monitoring",
    "the four stacks of an environment: load balancer; network and stores; Cloud Run; alerts",
  ],
  ["error budget", "how much may fail before an objective is missed; it *burns* while something fails"],
  ["exit code", "what a command ends with: 0 all is well, 1 it found something, 2 it could not tell"],
  ["fail over", "to let the standby take the primary's place"],
  ["handshake", "the request that opens a socket; 101 answers yes"],
  [
    "liveness, readiness",
    "*does the process run*, asked every half minute; *can it serve, with its database and cache*, asked at start",
  ],
  ["objective", "a promise in numbers, such as 99 % over two days"],
  ["on call", "the person whom an alert wakes this week"],
  ["page", "an alert that wakes somebody: users lose something now, or soon will"],
  ["pin", "one revision gets all traffic, whatever is delivered, until the pin is taken away"],
  [
    "revision",
    "one version of a service at Cloud Run, with its image and its settings; the old ones stay, and can serve again",
  ],
  ["roll back", "to give an earlier revision all traffic"],
  ["socket", "a WebSocket: a connection that stays open, over which the chat runs"],
  ["statusDetails", "the field in the load balancer's log that says why a request ended as it did"],
  ["store", "the database or the cache"],
  ["ticket", "an alert for the next working day"],
  ["verification", "`./netra verify`: asks the environment from outside, and Google, whether it answers as declared"],
];

/** The words, at the end of the reference. */
export const glossarySection: Section = {
  title: "Words",
  lines: [
    "What these pages mean by them. Words of the code: [CONTRIBUTING](../../../CONTRIBUTING.md#words).",
    "",
    ...tableLines(["word", "means"], WORDS),
  ],
};
