import { SERVICE_ACCESS, SERVICE_PROTECTION } from "../../google/hardened/cloud-run";
import type { AttributeRow } from "../consequence";
import { CLOUD_RUN_ENV } from "./cloud-run-env";
import { CLOUD_RUN_READINESS } from "./cloud-run-readiness";
import { CLOUD_RUN_TEMPLATE } from "./cloud-run-template";
import { CLOUD_RUN_TRAFFIC } from "./cloud-run-traffic";
import { isSetTo, isSwitchedOff, isSwitchedOn, attributeRows } from "./row";
import { valueAtPath } from "../../policy/core/path";

const SERVICE = "google_cloud_run_v2_service";
const BEHIND_LOAD_BALANCER = SERVICE_ACCESS.ingress.value;

const SERVICE_LEVEL: readonly AttributeRow[] = attributeRows(SERVICE, [
  {
    paths: [SERVICE_ACCESS.ingress.path],
    when: isSetTo(SERVICE_ACCESS.ingress.default),
    severity: "critical",
    text: "the run.app URL is open to the internet: it bypasses the load balancer, Cloud Armor and IAP",
    undo: "instant",
    everywhere: true,
    choiceAbroad: true,
  },
  {
    paths: [SERVICE_ACCESS.ingress.path],
    when: isSetTo("INGRESS_TRAFFIC_INTERNAL_ONLY"),
    severity: "critical",
    text: "the load balancer no longer reaches the service: every user gets 404",
    undo: "instant",
  },
  {
    paths: [SERVICE_ACCESS.ingress.path],
    when: (_, { before }) => valueAtPath(before, "ingress") === SERVICE_ACCESS.ingress.default,
    severity: "medium",
    text: "the run.app URL is closed: whoever calls it directly gets 404",
    undo: "instant",
  },
  {
    paths: [SERVICE_ACCESS.ingress.path],
    when: (attribute, change) => !isSetTo(BEHIND_LOAD_BALANCER)(attribute, change),
    severity: "critical",
    text: "who reaches the service is left to Google: its default is the whole internet",
    undo: "instant",
    everywhere: true,
    choiceAbroad: true,
  },
  {
    paths: ["default_uri_disabled"],
    when: isSwitchedOff,
    severity: "critical",
    text: "the run.app URL answers: it bypasses the load balancer, Cloud Armor and IAP as far as ingress lets it",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["default_uri_disabled"],
    when: isSwitchedOn,
    severity: "medium",
    text: "the run.app URL is closed: whoever calls it directly gets 404",
    undo: "instant",
  },
  {
    paths: ["iap_enabled"],
    when: isSwitchedOff,
    severity: "critical",
    text: "IAP is off: whoever the ingress and the invoker check let in reaches the service without signing in with Google",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["iap_enabled"],
    when: isSwitchedOn,
    severity: "critical",
    text: "IAP is on: everyone signs in with Google first; users without access, sockets and other services that send no token of IAP's are refused",
    undo: "instant",
  },
  {
    paths: [SERVICE_ACCESS.invokerIamDisabled.path],
    when: (attribute, change) =>
      isSwitchedOn(attribute, change) && valueAtPath(change.after, "ingress") === BEHIND_LOAD_BALANCER,
    severity: "low",
    text: "whoever comes through the load balancer may call the service, as a public service behind it needs",
    undo: "instant",
  },
  {
    paths: [SERVICE_ACCESS.invokerIamDisabled.path],
    when: isSwitchedOn,
    severity: "critical",
    text: "the service is public: anyone whom its ingress lets in may call it without signing in",
    undo: "instant",
    everywhere: true,
    choiceAbroad: true,
  },
  {
    paths: [SERVICE_ACCESS.invokerIamDisabled.path],
    when: isSwitchedOff,
    severity: "critical",
    text: "the invoker check is on: the load balancer cannot sign its requests, every user gets 403",
    undo: "instant",
  },
  {
    paths: [SERVICE_PROTECTION.deletionProtection.path],
    when: isSwitchedOff,
    severity: "high",
    text: "nothing protects the service from deletion: a later plan may destroy it with its URL and every open socket",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["client", "client_version", "launch_stage"],
    severity: "low",
    text: "changes in place, requests are not touched",
    undo: "instant",
  },
]);

/** Rows of a Cloud Run service. */
export const CLOUD_RUN: readonly AttributeRow[] = [
  ...CLOUD_RUN_ENV,
  ...CLOUD_RUN_READINESS,
  ...CLOUD_RUN_TEMPLATE,
  ...CLOUD_RUN_TRAFFIC,
  ...SERVICE_LEVEL,
];
