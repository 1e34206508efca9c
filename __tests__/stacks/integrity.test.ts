import { App, TerraformResource, TerraformStack } from "cdktf";
import { trial } from "../fixture/trial";
import { PROVIDERS } from "../../google/versions";
import { addStacks } from "../../stacks";
import { inFolder } from "../support/in-folder";
import { stackJson, stackNames, stackText } from "../support/synthesized";

const TODAY = "2026-01-01";

test.each(stackNames())("%s: every reference leads somewhere", (name) => {
  const json = stackJson(name);
  const known = new Set([
    ...Object.entries(json.resource ?? {}).flatMap(([type, byName]) =>
      Object.keys(byName).map((id) => `${type}.${id}`),
    ),
    ...Object.entries(json.data ?? {}).flatMap(([type, byName]) =>
      Object.keys(byName).map((id) => `data.${type}.${id}`),
    ),
    ...Object.entries(json.ephemeral ?? {}).flatMap(([type, byName]) =>
      Object.keys(byName).map((id) => `ephemeral.${type}.${id}`),
    ),
    ...Object.keys((json as { locals?: object }).locals ?? {}).map((id) => `local.${id}`),
  ]);
  const text = stackText(name);
  const referenced = [
    ...text.matchAll(/(?<!\$)\$\{[^}]*?((?:data\.|ephemeral\.)?[a-z][a-z0-9_]*\.[A-Za-z0-9_-]+)[^}]*\}/g),
  ]
    .map(([, address = ""]) => address)
    .filter((address) => address !== "terraform.workspace");
  expect(referenced.filter((address) => !known.has(address))).toEqual([]);
  const depended = [...text.matchAll(/"depends_on": \[([^\]]*)\]/g)].flatMap(
    ([, list = ""]) => list.match(/[\w.-]+/g) ?? [],
  );
  expect(depended.filter((address) => !known.has(address))).toEqual([]);
});

test("what crosses stacks is an output of the upstream stack, under the name that is read", () => {
  const outputs = Object.keys(stackJson("trial-foundation").output ?? {});
  const read = [...stackText("trial-services").matchAll(/outputs\.([A-Za-z0-9_-]+)/g)].map(([, name]) => name);
  expect(new Set(read)).toEqual(new Set(outputs));
  expect(outputs).toHaveLength(4);
  expect(Object.values(stackJson("trial-foundation").output ?? {}).every(({ sensitive }) => sensitive)).toBe(true);
});

test("as many resources as constructs: no two share an address", () => {
  inFolder((folder) => {
    const app = new App({ outdir: folder });
    addStacks(app, trial, TODAY);
    for (const stack of app.node.children.filter((child): child is TerraformStack => TerraformStack.isStack(child))) {
      const constructs = stack.node.findAll().filter((node) => node instanceof TerraformResource).length;
      const json = stackJson(stack.node.id);
      const resources = Object.values(json.resource ?? {}).reduce((sum, byName) => sum + Object.keys(byName).length, 0);
      expect([stack.node.id, resources]).toEqual([stack.node.id, constructs]);
    }
  });
});

test.each(stackNames())("%s: remote state, and no path of a machine", (name) => {
  const [, environment] = /(trial|prd)/.exec(name)!;
  const role = name.replace(`${environment}`, "").replace("-", "");
  const { terraform } = stackJson(name);
  expect(terraform?.backend).toEqual({ gcs: { bucket: `netra-${environment}-tfstate`, prefix: role } });
  expect(terraform).toMatchObject({ required_version: ">= 1.11.0, < 2.0.0" });
  const { required_providers: required } = terraform as { required_providers: Record<string, { version: string }> };
  const versions: Readonly<Record<string, { version: string }>> = PROVIDERS;
  for (const [local, { version }] of Object.entries(required))
    expect([local, version]).toEqual([local, versions[local]?.version]);
  expect(stackText(name)).not.toMatch(/"(\/home|\/root|\/Users|\/tmp|\/work|[A-Z]:\\\\)/);
});

test.each(stackNames())("%s: no secret value", (name) => {
  const json = stackJson(name);
  const text = stackText(name);
  expect(text).not.toMatch(/"(secret_data|password|auth_string)":/);
  const writeOnly = [...text.matchAll(/"(secret_data_wo|password_wo)": "([^"]*)"/g)].map(([, , value]) => value);
  for (const value of writeOnly)
    expect(value).toMatch(/^\$\{(ephemeral\.random_password|google_redis_instance)\.[\w-]+\.(result|auth_string)\}$/);
  for (const password of Object.values(json.ephemeral?.random_password ?? {})) {
    expect(password).toEqual({ length: 48, special: false });
  }
  // A text with the entropy of a key would stand out here; cdktf's own metadata holds construct paths.
  const attributes = text.replace(/"\/\/": \{\s*"metadata": \{[^}]*\}\s*\}/g, "");
  const suspicious = [...attributes.matchAll(/"([A-Za-z0-9+/=_-]{40,})"/g)]
    .map(([, value = ""]) => value)
    .filter((value) => /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value));
  expect(suspicious).toEqual([]);
});

test("stacks deploy in order: foundation, services, edge, monitoring; bootstrap by itself", () => {
  inFolder((folder) => {
    const app = new App({ outdir: folder });
    addStacks(app, trial, TODAY);
    const stacks = app.node.children.filter((child): child is TerraformStack => TerraformStack.isStack(child));
    expect(stacks.map((stack) => [stack.node.id, stack.dependencies.map(({ node }) => node.id)])).toEqual([
      ["bootstrap-trial", []],
      ["trial-foundation", []],
      ["trial-services", ["trial-foundation"]],
      ["trial-edge", ["trial-services"]],
      ["trial-monitoring", ["trial-edge"]],
    ]);
  });
});
