/**
 * The parts of a dashboard's JSON: each member with the type of its value, `[]` where it is a list of them. Written from
 * Google's discovery document of monitoring v1, revision 20260903
 * (https://monitoring.googleapis.com/$discovery/rest?version=v1), every part that a Dashboard leads to.
 */
export const DASHBOARD_MESSAGES: Readonly<Record<string, string>> = {
  Dashboard:
    "annotations:DashboardAnnotations columnLayout:ColumnLayout dashboardFilters:DashboardFilter[] " +
    "displayName:string etag:string gridLayout:GridLayout labels:map mosaicLayout:MosaicLayout name:string " +
    "rowLayout:RowLayout",
  DashboardAnnotations: "defaultResourceNames:string[] eventAnnotations:EventAnnotation[]",
  EventAnnotation: "displayName:string enabled:boolean eventType:EventType filter:string resourceNames:string[]",
  ColumnLayout: "columns:Column[]",
  Column: "weight:long widgets:Widget[]",
  Widget:
    "alertChart:AlertChart blank:Empty collapsibleGroup:CollapsibleGroup errorReportingPanel:ErrorReportingPanel " +
    "filterControl:FilterControl id:string incidentList:IncidentList logsPanel:LogsPanel pieChart:PieChart " +
    "scorecard:Scorecard sectionHeader:SectionHeader singleViewGroup:SingleViewGroup text:Text " +
    "timeRange:TimeRange timeSeriesTable:TimeSeriesTable title:string treemap:Treemap " +
    "visibilityCondition:VisibilityCondition xyChart:XyChart",
  AlertChart: "name:string",
  Empty: "",
  CollapsibleGroup: "collapsed:boolean",
  ErrorReportingPanel: "projectNames:string[] services:string[] versions:string[]",
  FilterControl: "templateVariable:string",
  IncidentList: "monitoredResources:MonitoredResource[] policyNames:string[]",
  MonitoredResource: "labels:map type:string",
  LogsPanel: "filter:string resourceNames:string[]",
  PieChart: "chartType:ChartType dataSets:PieChartDataSet[] showLabels:boolean",
  PieChartDataSet:
    "dimensions:Dimension[] measures:Measure[] minAlignmentPeriod:duration sliceNameTemplate:string " +
    "timeSeriesQuery:TimeSeriesQuery",
  Dimension:
    "column:string columnType:string floatBinSize:number maxBinCount:integer numericBinSize:integer " +
    "sortColumn:string sortOrder:SortOrder timeBinSize:duration xMax:number xMin:number",
  Measure: "aggregationFunction:AggregationFunction column:string",
  AggregationFunction: "parameters:Parameter[] type:string",
  Parameter: "doubleValue:number intValue:long",
  TimeSeriesQuery:
    "opsAnalyticsQuery:OpsAnalyticsQuery outputFullDuration:boolean prometheusQuery:string " +
    "timeSeriesFilter:TimeSeriesFilter timeSeriesFilterRatio:TimeSeriesFilterRatio timeSeriesQueryLanguage:string " +
    "traceQuery:TraceQuery unitOverride:string",
  OpsAnalyticsQuery: "sql:string",
  TimeSeriesFilter:
    "aggregation:Aggregation filter:string pickTimeSeriesFilter:PickTimeSeriesFilter " +
    "secondaryAggregation:Aggregation statisticalTimeSeriesFilter:StatisticalTimeSeriesFilter",
  Aggregation: "alignmentPeriod:duration crossSeriesReducer:Reducer groupByFields:string[] perSeriesAligner:Aligner",
  PickTimeSeriesFilter: "direction:Direction interval:Interval numTimeSeries:integer rankingMethod:RankingMethod",
  Interval: "endTime:time startTime:time",
  StatisticalTimeSeriesFilter: "numTimeSeries:integer rankingMethod:StatisticalTimeSeriesFilterRankingMethod",
  TimeSeriesFilterRatio:
    "denominator:RatioPart numerator:RatioPart pickTimeSeriesFilter:PickTimeSeriesFilter " +
    "secondaryAggregation:Aggregation statisticalTimeSeriesFilter:StatisticalTimeSeriesFilter",
  RatioPart: "aggregation:Aggregation filter:string",
  TraceQuery: "resourceContainer:string spanDataValue:SpanDataValue spanFilters:SpanFilters",
  SpanFilters:
    "apphubServices:string[] apphubWorkloads:string[] applicationIds:string[] attributes:SpanAttributeFilter[] " +
    "displayNames:string[] isRootSpan:boolean kinds:string[] maxDuration:duration minDuration:duration " +
    "services:string[] status:string[]",
  SpanAttributeFilter: "key:string value:string[]",
  Scorecard:
    "blankView:Empty breakdowns:Breakdown[] dimensions:Dimension[] gaugeView:GaugeView measures:Measure[] " +
    "sparkChartView:SparkChartView thresholds:Threshold[] timeSeriesQuery:TimeSeriesQuery",
  Breakdown: "aggregationFunction:AggregationFunction column:string limit:integer sortOrder:SortOrder",
  GaugeView: "lowerBound:number upperBound:number",
  SparkChartView: "minAlignmentPeriod:duration sparkChartType:SparkChartType",
  Threshold: "color:Color direction:ThresholdDirection label:string targetAxis:TargetAxis value:number",
  SectionHeader: "dividerBelow:boolean subtitle:string",
  SingleViewGroup: "displayType:DisplayType",
  Text: "content:string format:Format style:TextStyle",
  TextStyle:
    "backgroundColor:string fontSize:FontSize horizontalAlignment:HorizontalAlignment padding:Padding " +
    "pointerLocation:PointerLocation textColor:string verticalAlignment:VerticalAlignment",
  TimeRange: "absoluteWindow:Interval relativeDuration:duration",
  TimeSeriesTable: "columnSettings:ColumnSettings[] dataSets:TableDataSet[] metricVisualization:MetricVisualization",
  ColumnSettings: "alignment:Alignment column:string displayName:string thresholds:Threshold[] visible:boolean",
  TableDataSet:
    "minAlignmentPeriod:duration tableDisplayOptions:TableDisplayOptions tableTemplate:string " +
    "timeSeriesQuery:TimeSeriesQuery",
  TableDisplayOptions: "shownColumns:string[]",
  Treemap: "dataSets:TreemapDataSet[] treemapHierarchy:string[]",
  TreemapDataSet: "breakdowns:Breakdown[] measures:Measure[] timeSeriesQuery:TimeSeriesQuery",
  VisibilityCondition: "templateVariableCondition:TemplateVariableCondition",
  TemplateVariableCondition: "comparator:Comparator templateVariable:string templateVariableValue:string",
  XyChart:
    "chartOptions:ChartOptions dataSets:DataSet[] thresholds:Threshold[] timeshiftDuration:duration xAxis:Axis " +
    "y2Axis:Axis yAxis:Axis",
  ChartOptions: "displayHorizontal:boolean mode:Mode",
  DataSet:
    "breakdowns:Breakdown[] dimensions:Dimension[] legendTemplate:string measures:Measure[] " +
    "minAlignmentPeriod:duration plotType:PlotType sort:ColumnSortingOptions[] targetAxis:TargetAxis " +
    "timeSeriesQuery:TimeSeriesQuery",
  ColumnSortingOptions: "column:string direction:SortOrder",
  Axis: "label:string scale:Scale",
  DashboardFilter:
    "filterType:FilterType labelKey:string stringArray:StringArray stringArrayValue:StringArray " +
    "stringValue:string templateVariable:string timeSeriesQuery:TimeSeriesQuery valueType:ValueType",
  StringArray: "values:string[]",
  GridLayout: "columns:long widgets:Widget[]",
  MosaicLayout: "columns:integer tiles:Tile[]",
  Tile: "height:integer widget:Widget width:integer xPos:integer yPos:integer",
  RowLayout: "rows:Row[]",
  Row: "weight:long widgets:Widget[]",
};

/**
 * Members that the document does not have and the API takes: the dashboards that Google's console writes and its own samples
 * hold (https://github.com/GoogleCloudPlatform/monitoring-dashboard-samples). Nothing is known of their values.
 */
export const UNDOCUMENTED_MEMBERS: Readonly<Record<string, string>> = {
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
