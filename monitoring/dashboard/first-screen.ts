import type { Json } from "../../google/canonical-json";
import type { Environment } from "../../environments/environment";
import { E2E_DURATION_GOAL_SECONDS, E2E_SUCCESS_GOAL, HANDSHAKE_GOAL_SECONDS } from "../../environments/goals";
import { routedHosts } from "../../environments/hosts";
import { headingAnchor, nightTitle, runbookLink } from "../../environments/runbook-links";
import { NEAR, percentOf } from "../alerts/share";
import { PACE_SECONDS, burnFactors } from "../users";
import { hasTests, lastDuration, lastSuccess } from "./end-to-end";
import { HEIGHT, type Row } from "./grid";
import { burnCharts } from "./objectives";
import { failuresFelt } from "./report";
import { NEAR_SHARE, filledChart, fullestService } from "./services";
import { mostSockets, openSockets, slowestHandshake, socketSuccess, socketSuccessChart } from "./sockets";
import { connectionsRead, latencyGoal, latencyRead, nearConnections } from "./stores";
import { failedShareChart, fastestBurn, unavailableInADay } from "./users";
import { MICROSECONDS, SECONDS, SHARE, TIMES, countOf, incidentList, scorecard, text, type State } from "./widgets";

const red = (direction: State["direction"], value: number): State => ({ color: "RED", direction, value });
const yellow = (direction: State["direction"], value: number): State => ({ color: "YELLOW", direction, value });

const linksText = (environment: Environment): string =>
  `**[Runbook](${runbookLink(environment, "night", headingAnchor(nightTitle(environment)))})** · [alerts](${runbookLink(environment, "alerts", "what-an-alert-means")}) · hosts ${routedHosts(environment).join(", ")}`;

/** Is it reachable, and is it stable? */
const userCards = (environment: Environment): readonly Json[] => [
  scorecard(
    "socket-success",
    SHARE,
    "line",
    { query: socketSuccess },
    red("BELOW", environment.objectives.latency.goal),
  ),
  scorecard(
    "open-sockets",
    countOf("sockets"),
    { most: mostSockets(environment) },
    { query: openSockets(environment) },
    yellow("ABOVE", percentOf(NEAR, mostSockets(environment))),
  ),
  scorecard("slowest-handshake", SECONDS, "line", { query: slowestHandshake }, red("ABOVE", HANDSHAKE_GOAL_SECONDS)),
  // A promise that nobody acts on at once: no red.
  scorecard("503s-of-a-day", countOf("answers"), "value", { query: unavailableInADay }, yellow("ABOVE", 1)),
  scorecard("stable-48-h", countOf("checks"), "value", { query: failuresFelt }, red("ABOVE", 1)),
  scorecard("database-time", MICROSECONDS, "line", latencyRead(environment), red("ABOVE", latencyGoal(environment))),
];

/** How near is it to its limits, and how fast do the budgets go? */
const limitCards = (environment: Environment): readonly Json[] => {
  const { fast, slow } = burnFactors(environment.objectives.rollingDays);
  return [
    scorecard(
      "database-connections-now",
      countOf("connections"),
      { most: environment.database.maxConnections },
      connectionsRead(environment),
      yellow("ABOVE", nearConnections(environment)),
    ),
    scorecard(
      "fullest-service",
      SHARE,
      { most: 1 },
      { query: fullestService(environment) },
      yellow("ABOVE", NEAR_SHARE),
      red("ABOVE", 1),
    ),
    ...(hasTests(environment)
      ? [
          scorecard("last-test-success", SHARE, "value", { query: lastSuccess }, red("BELOW", E2E_SUCCESS_GOAL)),
          scorecard(
            "last-test-duration",
            SECONDS,
            "value",
            { query: lastDuration },
            red("ABOVE", E2E_DURATION_GOAL_SECONDS),
          ),
        ]
      : []),
    scorecard(
      "burn-1-h-now",
      TIMES,
      "line",
      { query: fastestBurn(environment, PACE_SECONDS.fast) },
      yellow("ABOVE", 1),
      red("ABOVE", fast),
    ),
    scorecard(
      "burn-6-h-now",
      TIMES,
      "line",
      { query: fastestBurn(environment, PACE_SECONDS.slow) },
      yellow("ABOVE", 1),
      red("ABOVE", slow),
    ),
  ];
};

/** What somebody who was woken looks at first, without scrolling. */
export const firstScreen = (environment: Environment): readonly Row[] => [
  { height: HEIGHT.links, widgets: [text(linksText(environment))] },
  { height: HEIGHT.scorecard, widgets: userCards(environment) },
  { height: HEIGHT.scorecard, widgets: limitCards(environment) },
  {
    height: HEIGHT.chart,
    widgets: [socketSuccessChart(environment), failedShareChart(environment), filledChart(environment)],
  },
  { height: HEIGHT.chart, widgets: [...burnCharts(environment), incidentList("incidents")] },
];
