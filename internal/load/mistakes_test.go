package load_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/load"
)

// mistakes are edits of testdata/platform.cue and all that is said of each.
// Where it is said, and in which words, stands in testdata/mistakes.txt.
var mistakes = []struct {
	name, old, new string
	codes          string // of all that is found
}{
	{"wrong type: text for a number", `port: 8080`, `port: "8080"`, "schema-type"},
	{"wrong type: number for a text", `version: "16"`, `version: 16`, "schema-type"},
	{"wrong type: a boolean and numbers for variables", `MODE: "live"`, `{DEBUG: true, PORT: 3000, RATIO: 0.5}`, "schema-type schema-type schema-type"},
	{"wrong type: text for a boolean", `public: true`, `public: "true"`, "schema-type"},
	{"wrong type: text for a list", `holds: ["Uploads"]`, `holds: "Uploads"`, "schema-type"},
	{"wrong type: list for a map", `uses: {db: {}, files: access: "read"}`, `uses: ["db"]`, "schema-type"},
	{"wrong type: list of numbers", `holds: ["Uploads"]`, `holds: ["Uploads", 7]`, "schema-type"},
	{"wrong type: text for a struct", `image: uri: "nginx:1.27"`, `image: "nginx:1.27"`, "schema-type"},
	{"wrong type: a fraction", `cpu: 512`, `cpu: 0.5`, "schema-type"},
	{"wrong type: true for an edge", `uses: {db: {}`, `uses: {db: true`, "schema-type"},
	{"amount: GB", `storage: 20`, `storage: "50GB"`, "schema-type"},
	{"amount: GB of MiB", `memory: 1024`, `memory: "1GB"`, "schema-type"},
	{"amount: GiB as CUE has them", `memory: 1024`, `memory: 2Gi`, "schema-range"},
	{"amount: GB for MiB, without a unit", `memory: 1024`, `memory: 2`, "schema-range"},
	{"amount: vCPU", `cpu: 512`, `cpu: 1`, "schema-range"},
	{"amount: vCPU as text", `cpu: 512`, `cpu: "0.25 vCPU"`, "schema-type"},
	{"amount: days", `retentionDays: 30`, `retentionDays: "30d"`, "schema-type"},
	{"amount: percent", `max: 12`, `cpu: 0.7`, "schema-type"},
	{"amount: of an unknown unit", `storage: 20`, `storage: "50 bananas"`, "schema-type"},
	{"amount: a choice of numbers", `storage: 20`, `monitoringInterval: "60s", storage: 20`, "schema-enum"},
	{"truth: yes", `public: true`, `public: yes`, "load-reference"},
	{"truth: True", `public: true`, `public: True`, "load-reference"},
	{"truth: yes in quotes", `public: true`, `public: "yes"`, "schema-type"},
	{"truth: 0", `public: true`, `public: 0`, "schema-type"},
	{"names: one in a list", `uses: {db: {}, files: access: "read"}`, `uses: ["api-v2"]`, "schema-type"},
	{"names: two in a list", `uses: {db: {}, files: access: "read"}`, `uses: ["db", "files"]`, "schema-type"},
	{"names: one as text", `uses: {db: {}, files: access: "read"}`, `uses: "db"`, "schema-type"},
	{"names: true for a map", `local: compose: web: build: "."`, `local: compose: true`, "schema-type"},
	{"names: pairs in a list", `environment: MODE: "live"`, `environment: ["MODE=live"]`, "schema-type"},
	{"names: environments in a list", "environments: {\n", "environments: [\"production\"]\n\t_x: {\n", "schema-type"},
	{"names: text for a service", "\tservices: web: {", "\tservices: api: \"nginx:1.27\"\n\tservices: web: {", "schema-type"},
	{"accepted by code alone", `accept: [{code: "x-y", reason: "known"}]`, `accept: ["sg-open-container"]`, "schema-type"},
	{"null where nothing can be removed", `port: 8080`, `port: null`, "schema-type"},
	{"secret: its value", `API_KEY: "api-key"`, `API_KEY: "x8Q~AbCdEf"`, "schema-pattern"},
	{"secret: its value, a number", `API_KEY: "api-key"`, `API_KEY: 20260101`, "schema-type"},
	{"secret: the value of a provider's", `secrets: "api-key"`, `identityProviders: in: {issuer: "https://a.example.com", authorizationEndpoint: "https://a.example.com", tokenEndpoint: "http://a.example.com", userInfoEndpoint: "https://a.example.com", clientID: "a", clientSecret: "Hunter 2"}
	secrets: "api-key"`, "schema-pattern schema-pattern"},
	{"secret: a key of a function's", `secrets: "api-key"`, `functions: f: secrets: KEY: "smtp:password"
	secrets: "api-key"`, "schema-pattern"},
	{"secret: an ARN for its name", `purpose: "Calls"`, `name: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/api-AbCdEf"`, "schema-pattern"},
	{"keys: wildcards", `files: access: "read"`, `files: {prefix: "scans/*", suffix: "*.png"}`, "schema-pattern schema-pattern"},
	{"cron: five fields for a job", `secrets: "api-key"`, `jobs: j: {image: uri: "a", schedule: "30 2 * * *"}
	secrets: "api-key"`, "schema-pattern"},
	{"cron: a word for a job", `secrets: "api-key"`, `jobs: j: {image: uri: "a", schedule: "daily"}
	secrets: "api-key"`, "schema-pattern"},
	{"cron: weekdays for a job", `secrets: "api-key"`, `jobs: j: {image: uri: "a", schedule: "30 2 * * 1-5"}
	secrets: "api-key"`, "schema-pattern"},
	{"cron: names of weekdays", `secrets: "api-key"`, `park: schedule: {park: "0 20 * * MON-FRI", unpark: "0 6 * * 1-5"}
	secrets: "api-key"`, "schema-pattern"},
	{"costs: a comma", `secrets: "api-key"`, `costs: overrides: {"kms-key": "0,05", "nat-gateway": "1000"}
	secrets: "api-key"`, "schema-pattern schema-pattern"},
	{"costs: an amount of each", `secrets: "api-key"`, `costs: assumptions: {calls: f: 5, outGB: 0.5}
	secrets: "api-key"`, "schema-type schema-type"},
	{"unknown field: a password", `storage: 20`, `storage: 20, password: "x"`, "schema-unknown-field"},
	{"unknown field: the value of a secret", `purpose: "Calls"`, `value: "x"`, "schema-unknown-field"},
	{"nothing but an unknown field", `{from: "web", to: "db", label: "Query"}`, `{alternatives: [{when: "a", steps: [{alternatives: []}]}]}`, "schema-unknown-field"},
	{"unknown family", `databases: db`, `databasses: db`, "schema-unknown-field"},
	{"unknown field of the platform", `	tags: Team`, `	label: Team`, "schema-unknown-field"},
	{"unknown field of a service", `memory: 1024`, `memroy: 1024`, "schema-unknown-field"},
	{"unknown field of a sidecar", `cpu: 64`, `cpus: 64`, "schema-unknown-field"},
	{"unknown field of an image", `image: uri: "envoy:1"`, `image: url: "envoy:1"`, "schema-unknown-field"},
	{"unknown field of a health check", `healthCheck: command: ["CMD", "true"]`, `healthCheck: {command: ["CMD", "true"], intervall: 5}`, "schema-unknown-field"},
	{"unknown field of an edge", `files: access: "read"`, `files: acess: "read"`, "schema-unknown-field"},
	{"unknown field of the network", `zones: 2`, `zone: 2`, "schema-unknown-field"},
	{"unknown field of a step", `label: "Query"`, `labels: "Query"`, "schema-unknown-field"},
	{"unknown field that is like no other", `public: true`, `loadBalancer: "x"`, "schema-unknown-field"},
	{"missing image", `image: uri: "nginx:1.27"`, ``, "schema-missing"},
	{"missing region", `region: "eu-west-1"`, ``, "schema-missing"},
	{"missing fields of a database", `engine: "postgres", version: "16", `, ``, "schema-missing schema-missing"},
	{"misspelt required field", `engine: "postgres"`, `enigne: "postgres"`, "schema-unknown-field"},
	{"empty list that needs one", `command: ["CMD", "true"]`, `command: []`, "schema-missing"},
	{"unknown choice", `engine: "postgres"`, `engine: "postgresql"`, "schema-enum"},
	{"unknown choice of an edge", `access: "read"`, `access: "raed"`, "schema-enum"},
	{"number too large", `port: 8080`, `port: 70000`, "schema-range"},
	{"number too small", `memory: 1024`, `memory: 128`, "schema-range"},
	{"wrong form of the region", `"eu-west-1"`, `"Ireland"`, "schema-pattern"},
	{"wrong form of the name", `name:   "shop"`, `name:   "My Shop"`, "schema-pattern"},
	{"wrong form of a node's name", `services: web:`, `services: Web_Site:`, "schema-name"},
	{"wrong form of a variable's name", `MODE: "live"`, `"MODE-X": "live"`, "schema-name"},
	{"wrong form of a class", `"db.t4g.medium"`, `"t4g.medium"`, "schema-pattern"},
	{"wrong form of a range: no prefix", `zones: 2`, `cidr: "10.41.0.0"`, "schema-pattern"},
	{"wrong form of a range: no address", `zones: 2`, `cidr: "private"`, "schema-pattern"},
	{"wrong form of a region: a zone", `"eu-west-1"`, `"eu-west-1a"`, "schema-pattern"},
	{"wrong form of a region: capitals", `"eu-west-1"`, `"EU-West-1"`, "schema-pattern"},
	{"wrong form of a window", `storage: 20`, `storage: 20, backupWindow: "3:00-4:00"`, "schema-pattern"},
	{"wrong form of a key", `"api-key": purpose`, `"api-key": kmsKey: "alias/shop", secrets: other: purpose`, "schema-pattern"},
	{"wrong form of an image: a space", `"nginx:1.27"`, `"nginx: 1.27"`, "schema-pattern"},
	{"wrong form of a repository: with a tag", `uri: "nginx:1.27"`, `repository: "tickets/api:2.3.1"`, "schema-pattern"},
	{"wrong form of a version", `version: "16"`, `version: "sixteen"`, "schema-pattern"},
	{"wrong form of a tag", `uri: "nginx:1.27"`, `{repository: "web", tag: "0.9 1"}`, "schema-pattern"},
	{"wrong form of a command of a build", "\tservices: web: {", "\tpipelines: site: {source: {github: \"a/b\", branch: \"main\"}, build: [\"make\", \" \"], deploy: service: \"web\"}\n\tservices: web: {", "schema-pattern"},
	{"amount: seconds for milliseconds", "\tservices: web: {", "\talarms: slow: {metric: \"balancer-latency-p95\", above: 1.5}\n\tservices: web: {", "schema-type"},
	{"amount: a share for percent", "\tservices: web: {", "\talarms: full: {metric: \"database-free-storage-percent\", below: 0.15}\n\tservices: web: {", "schema-type"},
	{"amount: a share of a count", "\tservices: web: {", "\talarms: failed: {metric: \"service-failed-tasks\", above: 0.5}\n\tservices: web: {", "schema-type"},
	{"no environments", "environments: {\n", "_environments: {\n", "schema-missing"},
	{"two values for one field", `logs: retentionDays: 30`, "logs: retentionDays: 30\n\tlogs: retentionDays: 90", "schema-conflict"},
	{"two values, evaluated", `logs: retentionDays: 30`, "logs: retentionDays: 30\n\tlogs: retentionDays: 80 + 10", "schema-conflict"},
	{"value that is a type", `port: 8080`, `port: int`, "load-incomplete"},
	{"value that is a choice", `port: 8080`, `port: 80 | 443`, "load-incomplete"},
	{"unquoted text", `engine: "postgres"`, `engine: postgres`, "load-reference"},
	{"unknown definition", `schema.#Platform`, `schema.#Plattform`, "load-reference"},
	{"unclosed brace", "local: compose: web: build: \".\"\n\t}\n}", "local: compose: web: build: \".\"\n\t}\n", "load-syntax"},
	{"unclosed string", `"nginx:1.27"`, `"nginx:1.27`, "load-syntax"},
	{"missing colon", `public: true`, `public true`, "load-syntax"},
	{"equals sign", `public: true`, `public = true`, "load-syntax"},
	{"missing comma", `port: 8080, cpu`, `port: 8080 cpu`, "load-syntax"},
	{"hyphen without quotes", `"api-key": purpose`, `api-key: purpose`, "load-syntax"},
	{"merge conflict", "\tservices: web: {", "<<<<<<< HEAD\n\tservices: web: {\n=======\n\tservices: site: {\n>>>>>>> other", "load-syntax"},
	{"comments as in YAML", "package shop\n", "# the shop\npackage shop\n# its platform\n", "load-syntax load-syntax"},
	{"comment as in YAML, behind a value", `region: "eu-west-1"`, `region: "eu#west" # don't move it`, "load-syntax"},
	{"comment as in CUE, with a # in it", `public: true`, `public true // see # 5`, "load-syntax"},
	{"list as in YAML", `holds: ["Uploads"]`, "holds:\n\t\t- port: 3000", "load-syntax"},
	{"package in quotes", `package shop`, `package "shop"`, "load-syntax"},
	{"package with a hyphen", `package shop`, `package my-shop`, "load-syntax"},
	{"misspelt import", `"groundplan.internal/schema"`, `"groundplan.internal/shema"`, "load-import"},
	{"import of a registry's module", `import "groundplan.internal/schema"`, "import \"github.com/x/y\"\nimport \"groundplan.internal/schema\"", "load-import"},
	{"missing import", `import "groundplan.internal/schema"`, ``, "load-reference"},
	{"unused import", `platform: schema.#Platform & {`, `platform: {`, "load-import"},
	{"embedded at the top", `platform: schema.#Platform & {`, `schema.#Platform & {`, "load-form"},
	{"no platform", `platform: schema`, `plattform: schema`, "load-form"},
	{"the platform's fields at the top", `platform: schema.#Platform & {`, `name: "shop", region: "eu-west-1", _x: {`, "load-form"},
	{"embedded file", `tags: Team: "web"`, `tags: _ @embed(file="../x.json")`, "load-embed"},
	{"external code", "package shop", "@extern(embed)\npackage shop", "load-embed"},
	{"patch: unknown environment field", `production: services`, `production: servcies`, "schema-unknown-field"},
	{"patch: unknown node", `production: services: web: scaling`, `production: services: wbe: scaling`, "env-unknown-node"},
	{"patch: unknown field", `scaling: max: 12`, `scaling: maximum: 12`, "schema-unknown-field"},
	{"patch: wrong type", `scaling: max: 12`, `scaling: max: "12"`, "schema-type"},
	{"patch: out of range", `storage: 10`, `storage: 1`, "schema-range"},
	{"patch: scalar for a node", `test: databases: db: storage: 10`, `test: databases: db: 10`, "schema-type"},
	{"patch: scalar for a node of many fields", `production: services: web: scaling: max: 12`, `production: services: web: 1`, "schema-type"},
	{"patch: removes an unknown node", `test: databases: db: storage: 10`, `test: databases: dbx: null`, "env-unknown-node"},
	{"patch: removes an unknown node, and its family", `test: databases: db: storage: 10`, `test: topics: pager: null`, "env-unknown-node"},
	{"patch: removes an unknown edge", `scaling: max: 12`, `uses: file: null`, "env-unknown-node"},
	{"patch: removes an unknown variable", `scaling: max: 12`, `environment: MODUS: null`, "env-nothing-changed"},
	{"patch: removes an unknown tag", `test: databases: db: storage: 10`, `test: tags: Owner: null`, "env-nothing-changed"},
	{"patch: removes what is not said", `scaling: max: 12`, `deployment: null`, "env-nothing-changed"},
	{"patch: removes what is not said of the network", `test: databases: db: storage: 10`, `test: network: subnets: null`, "env-nothing-changed"},
	{"patch: removes a field that does not exist", `scaling: max: 12`, `scaling: maximum: null`, "schema-unknown-field"},
	{"patch: removes a field of the network that does not exist", `test: databases: db: storage: 10`, `test: network: zone: null`, "schema-unknown-field"},
	{"patch: brings a default back that is said anyway", `test: databases: db: storage: 10`, `test: logs: retentionDays: null`, "env-nothing-changed"},
	{"patch: unknown part of a node", `scaling: max: 12`, `sidecars: proxi: cpu: 128`, "env-unknown-node"},
	{"patch: a whole new part of a node", `scaling: max: 12`, `sidecars: other: image: uri: "other:1"`, ""},
	{"patch: a whole new node", `test: databases: db: storage: 10`, `test: services: probe: image: uri: "probe:1"`, ""},
	{"patch: removes a family", `test: databases: db: storage: 10`, `test: externals: null`, ""},
	{"patch: removes a family that is not there", `test: databases: db: storage: 10`, `test: firewalls: null`, "env-nothing-changed"},
	{"patch: removes what is required", `scaling: max: 12`, `image: null`, "schema-missing"},
	{"patch: incomplete new node", `test: databases: db: storage: 10`, `test: databases: archive: engine: "mysql"`, "env-unknown-node"},
	{"patch: without effect, in part", `scaling: max: 12`, `{cpu: 512, memory: 2048, command: ["x"], environment: {MODE: "live", LEVEL: "low"}}`, "env-nothing-changed env-nothing-changed"},
	{"patch: says the default", `scaling: max: 12`, `architecture: "X86_64"`, "env-nothing-changed"},
	{"patch: nothing of a node", `test: databases: db: storage: 10`, `test: databases: db: {}`, "env-nothing-changed"},
	{"patch: nothing of a family", `test: databases: db: storage: 10`, `test: databases: {}`, ""},
	{"patch: a list that stands there", `test: databases: db: storage: 10`, `test: buckets: files: holds: ["Uploads"]`, "env-nothing-changed"},
	{"patch: without effect", `storage: 10`, `storage: 20`, "env-nothing-changed"},
	{"patch: new bucket like an old one", `test: databases: db: storage: 10`, `test: buckets: file: versioning: false`, "env-new-node"},
	{"misspelt field of the compose node", `build: "."`, `biuld: "."`, "schema-unknown-field"},
	{"byte-order mark and CRLF", "\n", "\r\n", ""},
	{"spaces for tabs", "\t", "    ", ""},
	{"no package clause", "package shop\n", "", ""},
	{"operator between text and number", `port: 8080`, `port: 80 + "x"`, "load-value"},
	{"error outside of the platform", "\nplatform: schema", "\n#x: 1 & 2\n_y: 3 & 4\nplatform: schema", "schema-conflict schema-conflict"},
	{"contains itself", "\nplatform: schema", "\n#x: a: #x\nplatform: schema", "load-cycle"},
	{"misspelt name", "\tservices: web: {", "\tservices: {for n in sites {\"\\(n)\": {image: uri: \"x\"}}}\n\tservices: web: {", "load-reference"},
	{"service in a definition", "\nplatform: schema", "\n#small: {image: uri: \"x\", port: 70000, ...}\nplatform: services: tiny: #small & {cpu: 256}\nplatform: schema", "schema-range"},
	{"several at once", `port: 8080, cpu: 512, memory: 1024`, `port: 0, cpu: "x", memroy: 1024`, "schema-range schema-type schema-unknown-field"},
	{"in a comprehension", `	services: web: {`, "	services: {for n in [\"a\"] {\"\\(n)\": {image: uri: \"x\", port: 70000}}}\n\tservices: web: {", "schema-range"},
	{"in a definition", "\nplatform: schema", "\n#small: {image: uri: \"x\", port: 70000}\nplatform: services: tiny: #small & {cpu: 256}\nplatform: schema", "schema-range schema-unknown-field"},
	{"empty file", "", "", "load-form"},
}

func TestMistakes(t *testing.T) {
	valid, err := os.ReadFile("testdata/platform.cue")
	if err != nil {
		t.Fatal(err)
	}
	if found := loaded("platform.cue", valid); len(found) > 0 {
		t.Fatalf("the valid platform:\n%s", told(found))
	}
	var all strings.Builder
	for _, m := range mistakes {
		text := edited(string(valid), m.old, m.new)
		if text == string(valid) {
			t.Errorf("%s: the edit changes nothing", m.name)
		}
		found := loaded("platform.cue", []byte(text))
		if got := codes(found); got != m.codes {
			t.Errorf("%s: got %q, want %q", m.name, got, m.codes)
		}
		fmt.Fprintf(&all, "# %s\n%s\n", m.name, told(found))
	}
	golden(t, "testdata/mistakes.txt", all.String())
}

// loaded is what is found in one file that stands alone.
func loaded(name string, data []byte) diag.List {
	_, found := load.Platform(fstest.MapFS{name: {Data: data}}, name)
	return found.Sorted()
}

func codes(found diag.List) string {
	var out []string
	for _, d := range found {
		out = append(out, d.Code)
	}
	return strings.Join(out, " ")
}

// told is a list as text: where, what, why, and what to do.
func told(found diag.List) string {
	var b strings.Builder
	for _, d := range found {
		fmt.Fprintf(&b, "%v: %v: %s [%s]\n    %s: %s\n", d.Pos, d.Severity, d.Summary, d.Code, d.Path, d.Detail)
		for _, r := range d.Related {
			fmt.Fprintf(&b, "    %v: %s\n", r.Pos, r.Message)
		}
		if d.Hint != "" {
			fmt.Fprintf(&b, "    hint: %s\n", d.Hint)
		}
	}
	return b.String()
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// edited is a text with the first occurrence of old replaced; a line end or a tab
// is replaced everywhere.
func edited(text, old, new string) string {
	switch old {
	case "":
		return ""
	case "\n":
		return "\ufeff" + strings.ReplaceAll(text, old, new)
	case "\t":
		return strings.ReplaceAll(text, old, new)
	}
	return strings.Replace(text, old, new, 1)
}

// TestNoSecretIsEchoed: a line in which somebody has written a password is not shown again.
func TestNoSecretIsEchoed(t *testing.T) {
	const text = `platform: {
	name: "shop", region: "eu-west-1", environments: production: {}
	databases: db: {engine: "postgres", version: "16", class: "db.t4g.micro", storage: 20, password: "hunter2"}
	secrets: key: value: "hunter2"
}
`
	_, found := load.Platform(fstest.MapFS{"shop.cue": {Data: []byte(text)}}, "shop.cue")
	if len(found) != 2 {
		t.Fatalf("two fields that there are not: %+v", found)
	}
	for _, d := range found {
		if !d.Secret {
			t.Errorf("its line would be shown: %+v", d)
		}
	}
}
