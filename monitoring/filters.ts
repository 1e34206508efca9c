import type { Series } from "./alerts/alert";

/** A series in Monitoring's filter language. */
export const filterText = ({ metric, resource, where }: Series): string =>
  [`resource.type="${resource}"`, `metric.type="${metric}"`, ...where].join(" AND ");
