package verify_test

import "testing"

var moveMutations = []mutation{
	{"to nowhere", "moved.tf", `( to +)= (aws_\w+)\.(\w+)`, `$1= $2.x$3`, "verify-moved"},
	{"from what is there", "moved.tf", `from = (\S+)\n  to   = (\S+)`, "from = $2\n  to   = $2", "verify-moved"},
	{"of another type", "moved.tf", `from = aws_\w+\.`, `from = aws_ebs_volume.`, "verify-moved"},
	{"twice from one place", "moved.tf", `(?s)from = (\S+)(.*?)from = \S+`, `from = $1${2}from = $1`, "verify-moved"},
	{"twice to one place", "moved.tf", `(?s) to   = (\S+)(.*?) to   = \S+`, ` to   = $1$2 to   = $1`, "verify-moved"},
	{"a service that is replaced", "service-new-web.tf", `name( +)= "old-web"`, `name$1= "new-web"`, ""},
	{"a role that is replaced", "service-*.tf", `"moving-([a-z]+)-old-`, `"moving-$1-new-`, "verify-renamed"},
	{"a log group that is replaced", "service-*.tf", `"/ecs/moving-([a-z]+)/old-`, `"/ecs/moving-$1/new-`, "verify-renamed"},
	{"a database that is replaced", "database-*.tf", `(\n +(?:cluster_)?identifier +)= "moving-([a-z]+)-old-`, `$1= "moving-$2-new-`, "verify-renamed"},
	{"a bucket that is replaced", "bucket-*.tf", `(bucket +)= "moving-([a-z]+)-old-`, `$1= "moving-$2-new-`, "verify-renamed"},
	{"a security group that is replaced", "security-group-*.tf", `(name +)= "moving-([a-z]+)-old-`, `$1= "moving-$2-new-`, "verify-renamed"},
	{"a target group that is replaced", "service-*.tf", `(name +)= "moving-([a-z]+)-old-web-`, `$1= "moving-$2-new-web-`, "verify-renamed"},
	{"a family that is replaced", "new-web.json", `"family": "moving-([a-z]+)-old-web"`, `"family": "moving-$1-new-web"`, "verify-task-differs"},
	{"a container that is another", "new-web.json", `"name": "old-web"`, `"name": "new-web"`, ""},
}

// TestMoveMutations tries them on nodes that were renamed.
func TestMoveMutations(t *testing.T) {
	mutate(t, "../../golden/renamed/platform.cue", moveMutations)
}
