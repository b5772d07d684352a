package check

import "groundplan.internal/internal/diag"

// Elsewhere lists what other phases report about the author's input: load, before
// there is a platform to check, and infra, where only a decision shows the mistake.
// A test holds it to their sources.
func Elsewhere() []Area {
	return []Area{
		{"Reading", []Rule{
			{Code: "load-read", Summary: "file cannot be read", Purpose: "The file is there, within the repository, and is UTF-8 text."},
			{Code: "load-size", Summary: "too much to read", Purpose: "A platform is read in one go."},
			{Code: "load-syntax", Summary: "syntax error", Purpose: "The file is CUE, YAML or JSON."},
			{Code: "load-form", Summary: "not the form of a platform file", Purpose: "Only platform: schema.#Platform & {…} lets CUE notice misspelt fields."},
			{Code: "load-data", Summary: "data for an unknown field", Purpose: "--data names a field of the platform file, beside platform."},
			{Code: "out-data", Summary: "what was remembered cannot be read", Purpose: "data.json tells which records a platform was compiled with."},
			{Code: "load-embed", Summary: "file embedding is not allowed", Purpose: "A platform file from a pull request cannot read other files."},
			{Code: "load-import", Summary: "import cannot be resolved", Purpose: "Imports are the schema, CUE's own packages and packages of the same repository."},
			{Code: "load-reference", Summary: "unknown name", Purpose: "A CUE expression refers to something that is declared."},
			{Code: "load-value", Summary: "expression cannot be evaluated", Purpose: "A CUE expression has a value."},
			{Code: "load-cycle", Summary: "value contains itself", Purpose: "A value is made of other values."},
			{Code: "load-incomplete", Summary: "value is not known", Purpose: "Every value of a platform is known in the end."},
			{Code: "load-depth", Summary: "nested too deeply", Purpose: "Nesting is bounded, so that a hostile file cannot exhaust the machine."},
			{Code: "load-timeout", Summary: "evaluation takes too long", Purpose: "Evaluation is bounded in time."},
			{Code: "load-memory", Summary: "evaluation takes too much memory", Purpose: "Evaluation is bounded in memory."},
			{Code: "load-crash", Summary: "the file cannot be evaluated", Purpose: "A fault of the compiler stops with a message, not with a stack trace."},
		}},
		{"Schema", []Rule{
			{Code: "schema-unknown-field", Summary: "unknown field", Purpose: "Definitions are closed: a misspelt field is not ignored."},
			{Code: "schema-missing", Summary: "missing field", Purpose: "Some fields cannot be guessed."},
			{Code: "schema-type", Summary: "wrong type", Purpose: "A field has one type."},
			{Code: "schema-range", Summary: "value out of range", Purpose: "Numbers are those that AWS takes."},
			{Code: "schema-pattern", Summary: "value of the wrong form", Purpose: "Texts have the form that AWS takes."},
			{Code: "schema-name", Summary: "name of the wrong form", Purpose: "Names of nodes become names in AWS and in Terraform."},
			{Code: "schema-enum", Summary: "not one of the choices", Purpose: "Some fields have a fixed choice."},
			{Code: "schema-conflict", Summary: "two values for one field", Purpose: "A field has one value; environments patch it."},
		}},
		{"Environments", []Rule{
			{Code: "env-unknown", Summary: "unknown environment", Purpose: "--env names environments of the platform."},
			{Code: "env-none", Summary: "no environment", Purpose: "A platform runs somewhere."},
			{Code: "env-unknown-node", Summary: "patch of an unknown node", Purpose: "A patch changes a node that is there, or declares a whole one."},
			{Code: "env-new-node", Severity: diag.Warning, Summary: "node in one environment only", Purpose: "A node with a name close to another's may be a misspelt patch."},
			{Code: "env-nothing-changed", Severity: diag.Warning, Summary: "patch without effect", Purpose: "A patch that changes nothing is either forgotten or mistaken."},
		}},
		{"Output", []Rule{
			{Code: "platform-name-twice", Summary: "two platforms of one name", Purpose: "A platform's name is the name of its folder."},
			{Code: "out-stale", Severity: diag.Warning, Summary: "output is stale", Purpose: "compile --check: what is committed is what the platform says."},
			{Code: "out-ledger", Summary: "what was remembered cannot be read", Purpose: "addresses.json tells which names and addresses nodes had: without it, what was renamed would be replaced."},
			{Code: "name-was-unknown", Summary: "nobody had this name", Purpose: "The node that another was is one that addresses.json remembers."},
			{Code: "name-was-freed", Summary: "a name that AWS has still taken", Purpose: "What goes has left AWS before something else takes its name there."},
			{Code: "name-was-other", Summary: "a node was another beside it", Purpose: "Of two nodes that were both there, none becomes the other: what one has in AWS would be deleted."},
			{Code: "out-foreign", Severity: diag.Warning, Summary: "Terraform loads a file that nobody declared", Purpose: "What is deployed is what was declared, and no more."},
		}},
		{"Deciding", []Rule{
			{Code: "name-too-long", Summary: "a name is longer than AWS allows", Purpose: "Names that an author chooses are kept as they are."},
			{Code: "name-invalid", Summary: "a derived name is not one that AWS takes", Purpose: "Derived names follow the rules of their kind, whatever the nodes are called."},
			{Code: "variable-conflict", Summary: "a variable has two defaults", Purpose: "Containers that name the same Terraform variable mean the same image."},
			{Code: "variable-unanswered", Summary: "a workflow would be asked for a variable", Purpose: "A workflow has nobody who answers: what Terraform has no default for stands in the platform."},
			{Code: "diagram-edge", Summary: "an arrow of a view is not declared", Purpose: "What a view draws between nodes of the platform is there."},
			{Code: "diagram-workflow", Summary: "a view shows a workflow that is not there", Purpose: "Workflows and jobs of a view are those that delivery makes."},
			{Code: "name-collision", Summary: "two things would have the same name", Purpose: "Derived and chosen names are unique by kind."},
			{Code: "env-collision", Summary: "two environments would have the same name", Purpose: "Environments of one account, or of one domain, differ in the names that they take there."},
			{Code: "env-metrics-mixed", Severity: diag.Warning, Summary: "two environments publish to one namespace", Purpose: "What an environment watches is its own."},
			{Code: "env-sign-in", Severity: diag.Warning, Summary: "an environment asks nobody to sign in", Purpose: "A list in a patch replaces the platform's, with all that was said in it."},
			{Code: "env-domain-foreign", Severity: diag.Warning, Summary: "a variable names a host of another environment", Purpose: "Programs of one environment do not call another by mistake."},
			{Code: "cost-assumption-unused", Severity: diag.Warning, Summary: "nothing costs by this assumption", Purpose: "An amount of what the platform does not have is forgotten or mistaken."},
			{Code: "env-state-region", Summary: "one bucket of the state in two regions", Purpose: "Terraform finds the bucket of its state in the region that it is told."},
			{Code: "flow-no-edge", Severity: diag.Warning, Summary: "a flow goes where nothing leads", Purpose: "What a flow tells is what the platform lets through."},
			{Code: "sg-rule-quota", Summary: "a security group has more rules than its quota", Purpose: "Rules come from declared edges, one for each peer and port, and AWS takes so many for each direction, unless it has raised that."},
			{Code: "sg-edge-unlisted", Summary: "a declared edge is not among the rules", Purpose: "Rules that are written out let every declared edge through."},
			{Code: "sg-one-sided", Summary: "an edge is let through on one side only", Purpose: "Traffic between two groups needs a rule that lets it out and one that lets it in."},
			{Code: "sg-unknown-peer", Summary: "a rule speaks of nobody", Purpose: "A rule names a group, a node, a range, the internet or the VPC."},
			{Code: "sg-rule-twice", Summary: "a security group has a rule twice", Purpose: "AWS takes the same rule once."},
			{Code: "sg-unused", Summary: "nothing is in a security group", Purpose: "Rules that are written out are those of a group that some node is in."},
			{Code: "task-definition-near", Severity: diag.Warning, Summary: "a task definition is nearly too large", Purpose: "ARNs and addresses, which only deployment knows, weigh something too."},
			{Code: "task-definition-size", Summary: "a task definition is too large", Purpose: "ECS bounds the whole, of all containers of a task together; large settings belong in a bucket or a parameter."},
			{Code: "deploys-role", Summary: "a program could run tasks with the role of something else", Purpose: "A program that makes services passes roles by the beginning and the end of their names, and every role that is called so is of a service like these."},
			{Code: "route-priority-chosen", Summary: "a rule needs a priority", Purpose: "A rule without a priority gets one by its host and path, which may be behind a rule that takes all that it asks for."},
			{Code: "compose-source-missing", Summary: "a local container has no source", Purpose: "An image that is known only at deployment has to be built, or replaced, on this machine."},
			{Code: "compose-port-clash", Summary: "two containers take the same port of this machine", Purpose: "A port of this machine leads to one container."},
			{Code: "cidr-too-small", Summary: "the VPC has no room for its subnets", Purpose: "Every tier and zone has a slot of its own in the VPC's range, which another zone does not move."},
		}},
	}
}
