import type { AttributeRow } from "../consequence";
import { attributeRows, isExisting, isLowered, isSetTo, isSwitchedOn, numberChangeText } from "./row";

const SCHEDULE: readonly AttributeRow[] = attributeRows("google_cloud_scheduler_job", [
  {
    paths: ["paused"],
    when: isSwitchedOn,
    severity: "high",
    text: "it starts nothing until somebody resumes it",
    undo: "instant",
  },
  {
    paths: ["schedule", "time_zone"],
    severity: "medium",
    text: "what it starts runs at other times",
    undo: "instant",
  },
  {
    paths: ["attempt_deadline"],
    when: isLowered,
    severity: "high",
    text: (attribute) =>
      `an attempt counts as failed after ${numberChangeText(attribute, " s")}: longer work is started again while it runs`,
    undo: "instant",
  },
  {
    paths: ["retry_config", "retry_config.*"],
    severity: "medium",
    text: "a run that fails is tried otherwise, or not again",
    undo: "instant",
  },
  {
    paths: ["http_target.*", "pubsub_target.*", "app_engine_http_target.*"],
    severity: "high",
    text: "it calls something else, or as another account: one that refuses it means that nothing runs",
    undo: "instant",
  },
]);

const QUEUE: readonly AttributeRow[] = attributeRows("google_cloud_tasks_queue", [
  {
    paths: ["rate_limits.max_dispatches_per_second", "rate_limits.max_concurrent_dispatches"],
    when: isLowered,
    severity: "high",
    text: (attribute) => `${numberChangeText(attribute)}: tasks wait longer, and pile up where more come`,
    undo: "instant",
  },
  {
    paths: ["desired_state"],
    when: isSetTo("PAUSED"),
    severity: "high",
    text: "tasks are kept and not done",
    undo: "instant",
  },
  {
    paths: ["retry_config", "retry_config.*"],
    severity: "medium",
    text: "a task that fails is tried otherwise: one that is given up is gone",
    undo: "instant",
  },
]);

const TRIGGER: readonly AttributeRow[] = attributeRows("google_cloudbuild_trigger", [
  {
    paths: ["disabled"],
    when: isSwitchedOn,
    severity: "high",
    text: "nothing is built or deployed by it any more",
    undo: "instant",
  },
  {
    paths: ["service_account"],
    severity: "high",
    text: "builds run as another account: what that may not do fails, and what it may do any build can",
    undo: "instant",
  },
  {
    paths: ["approval_config.approval_required"],
    when: (attribute, change) => isExisting(attribute, change) && !isSwitchedOn(attribute, change),
    severity: "high",
    text: "builds start without anybody's approval",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: [
      "github.*",
      "trigger_template.*",
      "repository_event_config.*",
      "source_to_build.*",
      "pubsub_config.*",
      "webhook_config.*",
    ],
    severity: "high",
    text: "other branches, tags or events start it",
    undo: "instant",
  },
  {
    paths: [
      "build.*",
      "filename",
      "git_file_source.*",
      "substitutions",
      "substitutions.*",
      "included_files",
      "ignored_files",
      "filter",
    ],
    severity: "medium",
    text: "builds do something else from the next one on",
    undo: "instant",
  },
]);

const WORKFLOW: readonly AttributeRow[] = attributeRows("google_workflows_workflow", [
  {
    paths: ["source_contents", "user_env_vars", "user_env_vars.*"],
    severity: "medium",
    text: "the next execution does what the new text says; those that run finish with the old one",
    undo: "redeploy",
  },
  {
    paths: ["service_account"],
    severity: "high",
    text: "executions run as another account: what that may not do fails",
    undo: "instant",
  },
]);

const EVENT_TRIGGER: readonly AttributeRow[] = attributeRows("google_eventarc_trigger", [
  {
    paths: ["destination.*", "service_account", "matching_criteria", "matching_criteria.*"],
    severity: "high",
    text: "other events are delivered, elsewhere, or as another account: one that is refused means that nothing starts",
    undo: "redeploy",
  },
]);

/** Rows of what starts programs: schedules, queues, builds, workflows and events. */
export const SCHEDULES: readonly AttributeRow[] = [...SCHEDULE, ...QUEUE, ...TRIGGER, ...WORKFLOW, ...EVENT_TRIGGER];
