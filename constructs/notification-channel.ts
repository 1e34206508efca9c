import { MonitoringNotificationChannel } from "@cdktf/provider-google/lib/monitoring-notification-channel";
import { Construct } from "constructs";

/** Props of {@link EmailChannel}. */
export interface EmailChannelProps {
  readonly displayName: string;
  readonly email: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Where alerts of one class are sent. An address and no key, so that nothing secret stands in the state. */
export class EmailChannel extends Construct {
  /** Full name, known once it exists. */
  readonly channelName: string;

  constructor(scope: Construct, id: string, props: EmailChannelProps) {
    super(scope, id);
    this.channelName = new MonitoringNotificationChannel(this, "Default", {
      displayName: props.displayName,
      type: "email",
      labels: { email_address: props.email },
      enabled: true,
      // Never true: Google would remove the channel from every policy that still names it.
      forceDelete: false,
      userLabels: { ...props.labels },
      // Google deletes no channel that a policy names: the policies have to move first.
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }
}
