import { asList, asObject, omit, type Json } from "../core/json";

/** Labels of a metric as Google answers them: their values are texts where nothing else is said, and it says nothing then. */
export const withoutDefaultTypes = (labels: Json): readonly Json[] =>
  asList(labels).map((label) => (asObject(label).valueType === "STRING" ? omit(asObject(label), "valueType") : label));
