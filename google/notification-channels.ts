/** Types of notification channels (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.notificationChannelDescriptors). */
export const CHANNEL_TYPES: ReadonlySet<string> = new Set([
  "campfire",
  "email",
  "google_chat",
  "hipchat",
  "mobile",
  "google_cloud_console",
  "pagerduty",
  "pubsub",
  "slack",
  "sms",
  "webhook_basicauth",
  "webhook_tokenauth",
]);
