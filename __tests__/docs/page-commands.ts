/**
 * Every command that a page tells people to type, by who runs it: page-commands.test.ts fails for one that is in none of
 * these lists, and for one here that no page has any more.
 */

/** Run in the process of e2e/page-commands-here.e2e.ts; each ends with 0. What a redirection would write is what they print. */
export const RUN_HERE: readonly string[] = [
  "./netra check",
  "./netra check --environment staging",
  "./netra check --help",
  "./netra check --format json > check.json",
  "./netra check --format sarif > check.sarif",
  "./netra explain max-instances",
  "./netra explain ssl_mode",
  "./netra environments --format json > environments.json",
  "./netra settings --environment staging --format dotenv > e2e.env",
  "./netra adopt --environment staging",
];

/** A command, and the exit code that it ends with where that is not 0. */
export type Step = readonly [command: string, code?: number];

/** Run in this order in a copy of the checkout by e2e/page-commands.e2e.ts: what needs neither Terraform nor an account. */
export const RUN_IN_A_COPY: readonly Step[] = [
  ["./netra review --base HEAD"],
  ["./netra graph --environment staging > staging.html"],
  ["./netra docs"],
  ["npx jest -u __tests__/live"],
  ["git diff"],
  ["npx cdktf synth"],
  ["npm run check -- --format json"],
];

/** Before the sandbox, in the same copy: docs/sandbox.md. */
export const RUN_BEFORE_THE_SANDBOX: readonly Step[] = [
  ["./netra synth"],
  ["mkdir -p .providers && cp cdktf.out/stacks/staging-services/cdk.tf.json .providers/"],
  ["terraform -chdir=.providers init -backend=false"],
  ['export TF_CLI_ARGS_init="-plugin-dir=$PWD/.providers/.terraform/providers"'],
];

/** In the sandbox, from an empty project on: docs/first-deploy.md, its first half. */
export const RUN_FIRST_DEPLOY: readonly Step[] = [
  ["export CHECKPOINT_DISABLE=1"],
  ["terraform -chdir=cdktf.out/stacks/bootstrap-staging init"],
  [
    "terraform -chdir=cdktf.out/stacks/bootstrap-staging import google_storage_bucket.state-bucket netra-staging-tfstate",
  ],
  ["npx cdktf diff bootstrap-staging"],
  ["npx cdktf deploy bootstrap-staging"],
  ["npx cdktf deploy staging-foundation"],
  [
    [
      "for secret in oauth-client-secret llm-api-key; do",
      'curl -X POST "${GOOGLE_SECRET_MANAGER_CUSTOM_ENDPOINT}projects/netra-staging/secrets/netra-staging-$secret:addVersion" -d \'{"payload": {"data": "aGVsbG8="}}\'',
      "done",
    ].join("\n"),
  ],
  [
    [
      "for image in websocket-service auth-service frontend e2e-tests; do",
      "package=projects/netra-staging/locations/us-central1/repositories/netra/packages/$image",
      'curl -X POST "${GOOGLE_ARTIFACT_REGISTRY_CUSTOM_ENDPOINT}$package/tags?tagId=1.0.0" -d "{\\"version\\": \\"$package/versions/sha256:$(printf %064d 0)\\"}"',
      "done",
    ].join("\n"),
  ],
];

/** The second half of it. */
export const RUN_SECOND_HALF: readonly Step[] = [
  ["npx cdktf deploy staging-foundation staging-services"],
  ["npx cdktf deploy 'staging-*'"],
];

/** In the same sandbox, afterwards: docs/sandbox.md, docs/deploy.md, docs/leaving-cdktf.md. */
export const RUN_AFTER_DEPLOY: readonly Step[] = [
  ["npx cdktf diff staging-services"],
  ["TF_CLI_ARGS_plan=-lock=false npx cdktf diff staging-foundation"],
  ["terraform -chdir=cdktf.out/stacks/staging-services state list"],
  ["./netra review --stack staging-services"],
  ["./netra review --stack staging-edge"],
  ["sandbox=${GOOGLE_STORAGE_CUSTOM_ENDPOINT%storage/v1/}_sandbox"],
  ['curl "$sandbox/dump"'],
  [
    'curl -X PATCH "$sandbox/resource" -d \'{"name": "run/projects/netra-staging/locations/us-central1/services/frontend", "change": {"template": {"timeout": "300s"}}}\'',
  ],
  ["./netra drift --environment staging", 1],
  ['export NETRA_REVIEW_KEY="$(openssl rand -hex 32)"'],
  ["./netra review --environment staging", 1],
  ['read -rp "digest: " digest && ./netra deploy --environment staging --digest "$digest"'],
  ["./netra synth"],
  ["terraform -chdir=cdktf.out/stacks/staging-edge init"],
  ["terraform -chdir=cdktf.out/stacks/staging-edge plan -out=tfplan"],
  ["terraform -chdir=cdktf.out/stacks/staging-edge show -json tfplan > plan.json"],
  ["./netra review --plan plan.json"],
];

/** Run by another test, or by CI itself: the file, and what of it says so. */
export const RUN_ELSEWHERE: Readonly<Record<string, readonly [file: string, words: string]>> = {
  "npm ci": [".ci/run", "npm ci"],
  "npm start": [".ci/run", "npm start"],
  "npm test": [".ci/run", "npm test"],
  "npm run typecheck": [".ci/run", "npm run typecheck"],
  "npm run lint": [".ci/run", "npm run lint"],
  "npm run format:check": [".ci/run", "npm run format:check"],
  "npm run test:e2e": [".ci/run", "npm run test:e2e"],
  "./netra destroy --environment staging": [
    "__tests__/e2e/sandbox-destroy-command.e2e.ts",
    '"destroy", "--environment", "staging"',
  ],
  './netra deploy --check --environment staging --digest "$digest"': [
    "__tests__/e2e/deploy-check.e2e.ts",
    '"deploy", "--check", "--environment", "staging"',
  ],
  "./netra review --environment staging --base origin/main": [
    "__tests__/e2e/review-base.e2e.ts",
    '"review", "--environment", "staging", "--base"',
  ],
  "npx --no netra": ["__tests__/e2e/netra.e2e.ts", '"--no", "netra"'],
  "./netra hooks": ["__tests__/commands/git-hooks.test.ts", "setHooks"],
  "./netra sandbox --exec bash": ["__tests__/e2e/page-commands.e2e.ts", '"sandbox", "--data"'],
  "./netra sandbox --data .sandbox --exec bash": ["__tests__/e2e/page-commands.e2e.ts", '"sandbox", "--data"'],
  "./netra sandbox --env --data .sandbox > sandbox.env": ["__tests__/commands/sandbox.test.ts", '"--env"'],
  ". ./sandbox.env": ["__tests__/commands/sandbox.test.ts", "leave_sandbox"],
  leave_sandbox: ["__tests__/commands/sandbox.test.ts", "leave_sandbox"],
  "terraform -chdir=cdktf.out/stacks/staging-services init": ["__tests__/e2e/deployed.ts", "initialised folders"],
  "terraform -chdir=cdktf.out/stacks/staging-services untaint google_cloud_run_v2_service.auth-service": [
    "__tests__/e2e/failed-first-deploy.e2e.ts",
    '"untaint", "-no-color", address',
  ],
  'for name in websocket-service auth-service frontend e2e-runner; do\nemail=$name@netra-staging.iam.gserviceaccount.com\nterraform -chdir=cdktf.out/stacks/bootstrap-staging import "google_service_account.account-$name" "projects/netra-staging/serviceAccounts/$email" &&\nterraform -chdir=cdktf.out/stacks/staging-services state rm "google_service_account.${name}_account" || break\ndone':
    ["__tests__/e2e/sandbox-accounts.e2e.ts", 'startsWith("for name in ")'],
  'for name in websocket-service auth-service; do\nemail=$name@netra-staging.iam.gserviceaccount.com\nterraform -chdir=cdktf.out/stacks/bootstrap-staging import "google_project_iam_member.account-${name}_role-cloudsql-client" "netra-staging roles/cloudsql.client serviceAccount:$email" &&\nterraform -chdir=cdktf.out/stacks/staging-services state rm "google_project_iam_member.${name}_role-cloudsql-client" || break\ndone':
    ["__tests__/e2e/sandbox-accounts.e2e.ts", 'startsWith("for name in ")'],
};

/** Not run, by reason. */
export const NOT_RUN: Readonly<Record<string, readonly string[]>> = {
  "needs Python's registry of packages": [
    "pip download --no-deps google-api-python-client && unzip -q google_api_python_client-*.whl -d wheel",
    "node --require ./tools/register.js tools/discovery/renew.ts wheel",
  ],
  "needs an account of Google or GitHub": [
    "gcloud auth application-default login",
    "gh workflow disable deploy.yml",
    "gh workflow enable deploy.yml",
    'for role in bootstrap foundation services edge monitoring; do\ngcloud storage ls --all-versions "gs://netra-staging-tfstate/$role/default.tfstate" | tail -n 1 >> states-before.txt\ndone',
    'for version in $(cat states-before.txt); do\ngcloud storage cp "$version" "${version%#*}"\ndone',
    "gcloud auth login --update-adc",
    'gcloud sql backups create --instance netra-staging-db --project netra-staging --description "final"',
    "gh api repos/OWNER/REPO --jq '.id, .owner.id'",
    "GH_TOKEN=$(gh auth token) ./netra doctor --github",
    "key=$(openssl rand -base64 48)",
    'for name in staging staging-plan staging-pull-request; do printf %s "$key" | gh secret set NETRA_REVIEW_KEY --env "$name"; done',
    'for name in production production-plan; do printf %s "$key" | gh secret set NETRA_REVIEW_KEY --env "$name"; done',
    "openssl rand -base64 48 | gh secret set NETRA_REVIEW_KEY --env production-pull-request",
    "unset key",
    "gcloud services enable serviceusage.googleapis.com cloudresourcemanager.googleapis.com storage.googleapis.com --project netra-staging",
    "gcloud storage buckets create gs://netra-staging-tfstate --project netra-staging --location us-central1 --uniform-bucket-level-access --public-access-prevention",
    "gcloud storage buckets update gs://netra-staging-tfstate --versioning",
    "gcloud iam workload-identity-pools providers describe github --workload-identity-pool terraform-planner --location global --project netra-staging --format 'value(name)'",
    'IFS= read -rsp "oauth-client-secret: " value && printf %s "$value" |\ngcloud secrets versions add netra-staging-oauth-client-secret --project netra-staging --data-file=-; unset value',
    'IFS= read -rsp "llm-api-key: " value && printf %s "$value" |\ngcloud secrets versions add netra-staging-llm-api-key --project netra-staging --data-file=-; unset value',
    "gcloud compute addresses describe netra-staging-lb-address --global --project netra-staging --format 'value(address)'",
    "gcloud run services describe websocket-service --region us-central1 --project netra-staging --format 'value(spec.template.spec.containers[0].env[].name)'",
  ],
  "needs an environment that answers; the tests of verify/ and e2e/ run the same against stand-ins": [
    "./netra verify --environment staging",
    "./netra verify --environment staging --only socket,health",
    "./netra verify --environment staging --record runs.ndjson",
    "./netra verify --environment staging --connect-to 203.0.113.7",
    "./netra e2e --environment staging",
    "./netra e2e --environment staging --format json --junit junit.xml",
    "./netra load --environment staging",
    './netra snooze --environment staging --alert database-down database-load --hours 2 --reason "restart for a flag"',
    "./netra snooze --environment staging",
    "./netra snooze --environment staging --end",
  ],
  "needs a state that holds the alerts of before; run once in a sandbox that had them": [
    "terraform -chdir=cdktf.out/stacks/staging-monitoring init",
    "new=$(terraform -chdir=cdktf.out/stacks/staging-monitoring plan -no-color | sed -n 's/^ *. \\(.*\\) will be created$/-target=\\1/p')",
    "terraform -chdir=cdktf.out/stacks/staging-monitoring apply $new",
  ],
  "names a branch that a copy of the checkout has not; the same is run with HEAD": [
    "./netra review --base origin/main",
    "./netra review --base origin/main --format markdown > review.md",
    "./netra review --base origin/main --format html > review.html",
  ],
  "stands for a word that the reader puts in": [
    "./netra review --plan FILE",
    "./netra deploy --environment staging --digest DIGEST",
    "terraform -chdir=cdktf.out/stacks/staging-services force-unlock LOCK_ID",
    "terraform -chdir=cdktf.out/stacks/staging-services import ADDRESS ID",
  ],
  "destroys: e2e/sandbox-destroy.e2e.ts does it in this order, and page-commands.test.ts lifts the same protections": [
    'for stack in staging-monitoring staging-edge staging-services staging-foundation bootstrap-staging; do\nfolder=cdktf.out/stacks/$stack\njq "$lift" "$folder/cdk.tf.json" > "$folder/lifted.json" && mv "$folder/lifted.json" "$folder/cdk.tf.json"\nterraform -chdir="$folder" init && terraform -chdir="$folder" apply || break\ndone',
    'for stack in staging-monitoring staging-edge staging-services staging-foundation; do\nterraform -chdir="cdktf.out/stacks/$stack" destroy || break\ndone',
    "terraform -chdir=cdktf.out/stacks/bootstrap-staging state rm google_storage_bucket.state-bucket",
    "terraform -chdir=cdktf.out/stacks/bootstrap-staging destroy",
  ],
  "asks a registry for checksums": [
    "terraform -chdir=cdktf.out/stacks/staging-services init -backend=false",
    "terraform -chdir=cdktf.out/stacks/staging-services providers lock -platform=linux_amd64 -platform=darwin_arm64",
    "cp cdktf.out/stacks/staging-services/.terraform.lock.hcl terraform.lock.hcl",
  ],
  "replaces packages: tried by hand, on the day that the page names": [
    "npx --yes --package=cdktn-cli@0.24.0 cdktn synth",
    "mkdir /tmp/cdktn",
    "cp package.json package-lock.json .npmrc /tmp/cdktn",
    "cd /tmp/cdktn",
    "npm pkg set engines.node='>=22.19.0'",
    "npm pkg set dependencies.cdktf=npm:cdktn@0.24.0 dependencies.constructs=10.7.0 devDependencies.cdktn-cli=0.24.0",
    "npm pkg delete devDependencies.cdktf-cli 'devDependencies[@cdktf/node-pty-prebuilt-multiarch]'",
    "npm pkg delete 'overrides[@cdktf/node-pty-prebuilt-multiarch]'",
    "npm pkg set 'overrides[@cdktf/provider-google].cdktf=$cdktf'",
    "npm install",
    "cd -",
    "NETRA_CDKTN_FOLDER=/tmp/cdktn npm run test:e2e -- cdktn",
  ],
  "asks the machine that it is typed on; commands/doctor.test.ts runs it on machines that differ": [
    "./netra doctor",
    "export TERRAFORM_BINARY_NAME=tofu",
  ],
  "works on a state of the reader's own": [
    "mkdir -m 700 /tmp/live && cd /tmp/live",
    "terraform init",
    "terraform import google_redis_instance.redis projects/netra-staging/locations/us-central1/instances/netra-staging-redis",
    "cd - && ./netra adopt --environment staging --live /tmp/live/terraform.tfstate",
  ],
  "is a warning, and not to be typed": ["npx netra"],
};
