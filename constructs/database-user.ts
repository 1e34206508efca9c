import { SqlUser } from "@cdktf/provider-google/lib/sql-user";
import { Construct } from "constructs";

/** Props of {@link DatabaseUserAccount}. */
export interface DatabaseUserAccountProps {
  readonly name: string;
  readonly instanceName: string;
  /** Expression of the ephemeral value that the user's secret gets in the same apply. */
  readonly password: string;
  readonly passwordVersion: number;
}

/** A PostgreSQL user. No password policy block: changing one would send a new password that no secret holds. */
export class DatabaseUserAccount extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseUserAccountProps) {
    super(scope, id);
    new SqlUser(this, "Default", {
      name: props.name,
      instance: props.instanceName,
      type: "BUILT_IN",
      passwordWo: props.password,
      passwordWoVersion: props.passwordVersion,
      // A user that owns tables cannot be dropped.
      deletionPolicy: "ABANDON",
    });
  }
}
