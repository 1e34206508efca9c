/**
 * Members by schema that dashboards of Google's console and its own samples hold
 * (https://github.com/GoogleCloudPlatform/monitoring-dashboard-samples). Nothing is known of their values.
 */
const OF_DASHBOARDS: Readonly<Record<string, string>> = {
  ChartOptions: "showLegend",
  Dashboard: "description",
  IncidentList: "groupBy userLabels",
  OpsAnalyticsQuery: "queryExecutionRules queryHandle savedQueryId",
  PieChart: "showTotal sliceAggregatedThreshold",
  PieChartDataSet: "breakdowns",
  TableDataSet: "breakdowns secondary",
  TimeSeriesQuery: "apiSource",
  TimeSeriesTable: "displayColumnType opsAnalyticsSettings",
};

/**
 * Members that Google takes and its documents do not name: what google 7.45.0 sends beyond them, of all types that are
 * served (the expanders and encoders of its services), and what dashboards hold. In the notation of `notation.ts`, by
 * document and schema.
 */
const UNDOCUMENTED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Sent with every network that has a routing configuration; it is an order, and never answered.
  "compute.v1 NetworkRoutingConfig": { deleteBgpAlwaysCompareMed: "output boolean" },
  // Of readiness probes (https://cloud.google.com/run/docs/configuring/healthchecks#readiness-probes).
  "run.v2 GoogleCloudRunV2Probe": { successThreshold: "int32" },
  ...Object.fromEntries(
    Object.entries(OF_DASHBOARDS).map(([schema, names]) => [
      `monitoring.v1 ${schema}`,
      Object.fromEntries(names.split(" ").map((name) => [name, "any"])),
    ]),
  ),
};

/** The members that Google takes beyond what a document says of a schema. */
export const undocumentedMembers = (document: string, schema: string): Readonly<Record<string, string>> =>
  UNDOCUMENTED[`${document} ${schema}`] ?? {};
