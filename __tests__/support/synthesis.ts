import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fromSynth, type SynthesizedStack } from "../../policy/core/from-synth";
import { Estate } from "../../policy/core/estate";

/** A synthesized stack with the parts that tests look at. */
export interface StackJson extends SynthesizedStack {
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly output?: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly ephemeral?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The stacks that a synthesis wrote. Each is read and parsed once for a test file. */
export class Synthesis<Name extends string> {
  private readonly parsed = new Map<string, StackJson>();
  private readonly estates = new Map<Name, Estate>();

  /** @param folder - the output folder of the synthesis */
  constructor(private readonly folder: string) {}

  /** Names of the stacks, sorted. */
  stackNames(): readonly string[] {
    return readdirSync(join(this.folder, "stacks")).sort();
  }

  /** The text of a stack's file. */
  stackText(name: string): string {
    return readFileSync(join(this.folder, "stacks", name, "cdk.tf.json"), "utf8");
  }

  /** A stack's file as JSON. */
  stackJson(name: string): StackJson {
    const json = this.parsed.get(name) ?? (JSON.parse(this.stackText(name)) as StackJson);
    this.parsed.set(name, json);
    return json;
  }

  /** An environment as the rules see it. */
  estateOf(environment: Name): Estate {
    const estate = this.estates.get(environment) ?? this.readEstate(environment);
    this.estates.set(environment, estate);
    return estate;
  }

  private readEstate(environment: Name): Estate {
    const readings = this.stackNames()
      .filter((name) => name.split("-").includes(environment))
      .map((name) => fromSynth(name, this.stackJson(name)));
    return new Estate({
      stacks: readings.map(({ settings }) => settings),
      resources: readings.flatMap(({ resources }) => resources),
      outputs: readings.flatMap(({ outputs }) => outputs),
    });
  }
}
