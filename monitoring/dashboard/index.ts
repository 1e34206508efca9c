import type { Json } from "../../google/canonical-json";
import { MOSAIC_COLUMNS } from "../../google/dashboard-layout";
import { dashboardName } from "../../environments/console-links";
import type { Environment } from "../../environments/environment";
import { hasTests, testCharts } from "./end-to-end";
import { firstScreen } from "./first-screen";
import { HEIGHT, chartRows, tilesJson, type Row } from "./grid";
import { reportCharts } from "./report";
import { serviceCharts } from "./services";
import { socketCharts } from "./sockets";
import { cacheCharts, databaseCharts } from "./stores";
import { SECTIONS, type SectionId } from "./titles";
import { accessCharts, userCharts } from "./users";
import { sectionHeader } from "./widgets";

const CHARTS: Readonly<Record<SectionId, (environment: Environment) => readonly Json[]>> = {
  users: userCharts,
  access: accessCharts,
  sockets: socketCharts,
  services: serviceCharts,
  database: databaseCharts,
  cache: cacheCharts,
  tests: (environment) => (hasTests(environment) ? testCharts(environment) : []),
  report: reportCharts,
};

const sectionRows = (environment: Environment, id: SectionId): readonly Row[] => {
  const charts = CHARTS[id](environment);
  return charts.length === 0
    ? []
    : [{ height: HEIGHT.header, widgets: [sectionHeader(SECTIONS[id])] }, ...chartRows(charts)];
};

/** What Google marks on every chart: most failures begin with one of these. */
const MARKED_EVENTS = [
  { eventType: "CLOUD_RUN_DEPLOYMENT", displayName: "Deliveries" },
  { eventType: "CLOUD_SQL_FAILOVER", displayName: "Failover of the database" },
  { eventType: "CLOUD_ALERTING_ALERT", displayName: "Alerts" },
] as const;

/** The environment at a glance: one screen that tells whether it is well, then a section for each part of it. */
export const dashboardOf = (environment: Environment): Json => ({
  displayName: dashboardName(environment),
  annotations: { eventAnnotations: MARKED_EVENTS.map((event) => ({ ...event, enabled: true })) },
  mosaicLayout: {
    columns: MOSAIC_COLUMNS,
    tiles: tilesJson([
      ...firstScreen(environment),
      ...(Object.keys(SECTIONS) as SectionId[]).flatMap((id) => sectionRows(environment, id)),
    ]),
  },
});
