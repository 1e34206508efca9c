import { MonitoringNotificationChannel } from "@cdktf/provider-google/lib/monitoring-notification-channel";
import { Construct } from "constructs";

/** Props of {@link NotificationChannel}. */
export interface NotificationChannelProps {
  readonly displayName: string;
  /** Google's word for the kind of channel; those that hold a key are not made here. */
  readonly type: "email" | "sms" | "pubsub";
  /** What the kind needs: `email_address`, `number` or `topic`. */
  readonly address: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** Where alerts are sent. An address and no key, so that nothing secret stands in the state. */
export class NotificationChannel extends Construct {
  /** Full name, known once it exists. */
  readonly channelName: string;

  constructor(scope: Construct, id: string, props: NotificationChannelProps) {
    super(scope, id);
    this.channelName = new MonitoringNotificationChannel(this, "Default", {
      displayName: props.displayName,
      type: props.type,
      labels: { ...props.address },
      enabled: true,
      // Never true: Google would remove the channel from every policy that still names it.
      forceDelete: false,
      userLabels: { ...props.labels },
      // Google deletes no channel that a policy names: the policies have to move first.
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }
}
