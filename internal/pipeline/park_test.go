package pipeline_test

import (
	"bufio"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"groundplan.internal/internal/pipeline"
)

// TestPark applies a platform on an emulated AWS, parks it, and holds the plan that
// unparks it to what was there at first: the same resources with the same arguments.
// Roots are parked from the last to the first, and unparked in their order.
func TestPark(t *testing.T) {
	for _, layout := range []string{"single", "stacks"} {
		t.Run(layout, func(t *testing.T) {
			aws := emulated(t)
			roots := parkable(t, layout)
			first := map[string]map[string]any{}
			for _, root := range roots {
				aws.run(t, root, "init", "-no-color", "-plugin-dir="+aws.plugins)
				aws.run(t, root, "apply", "-auto-approve", "-no-color")
				maps.Copy(first, resources(t, aws.show(t, root)["values"]))
			}
			for _, root := range slices.Backward(roots) {
				aws.run(t, root, "apply", "-auto-approve", "-no-color", "-var=parked=true")
				aws.unchanged(t, root, "-var=parked=true")
			}
			checkParked(t, aws, roots, first)
			aws.starts(t, "park-production-orders")
			aws.letsGo(t)
			for _, root := range roots {
				aws.run(t, root, "plan", "-no-color", "-out=unpark", "-var=parked=false")
				comesBack(t, root, first, aws.show(t, root, "unpark"))
				aws.run(t, root, "apply", "-no-color", "unpark")
				aws.unchanged(t, root)
			}
		})
	}
}

// parkable is the golden case as it is in production, in one of the layouts: the roots
// below a folder of the test's, in the order of applying.
func parkable(t *testing.T, layout string) (roots []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(golden, "park", "platform.cue"))
	check(t, err)
	const said = `layout: "stacks"`
	if strings.Count(string(text), said) != 1 {
		t.Fatalf("the case does not say %s", said)
	}
	root := fstest.MapFS{"platform.cue": {Data: []byte(strings.Replace(string(text), said, `layout: "`+layout+`"`, 1))}}
	result := pipeline.Compile(pipeline.Input{Root: root, File: "platform.cue", Environments: []string{"production"}}, knownFacts(t))
	if result.Found.HasErrors() {
		t.Fatal(result.Found)
	}
	dir := t.TempDir()
	for _, f := range result.Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		check(t, os.MkdirAll(filepath.Dir(name), 0o755))
		check(t, os.WriteFile(name, f.Data, 0o644))
		if filepath.Base(name) == "providers.tf" {
			roots = append(roots, filepath.Dir(name))
		}
	}
	slices.Sort(roots)
	return roots
}

// checkParked holds what is left of a platform to what may run while it is parked.
func checkParked(t *testing.T, aws *emulator, roots []string, first map[string]map[string]any) {
	t.Helper()
	parked := map[string]map[string]any{}
	for _, root := range roots {
		maps.Copy(parked, resources(t, aws.show(t, root)["values"]))
	}
	var gone []string
	for _, address := range slices.Sorted(maps.Keys(first)) {
		values, ok := parked[address]
		if !ok {
			gone = append(gone, within(address))
			continue
		}
		typ, label, _ := strings.Cut(within(address), ".")
		switch {
		case typ == "aws_ecs_service" && label == "web":
			is(t, address, values, "desired_count", 0.0)
		case typ == "aws_appautoscaling_target": // which the count of its service follows
			is(t, address, values, "min_capacity", 0.0)
			is(t, address, values, "max_capacity", 0.0)
		case typ == "aws_rds_instance_state":
			is(t, address, values, "state", "stopped")
		case typ == "aws_cloudwatch_metric_alarm":
			is(t, address, values, "actions_enabled", strings.HasPrefix(label, "sessions"))
		}
	}
	want := []string{
		"aws_nat_gateway.a[0]", "aws_nat_gateway.b[0]", "aws_rds_cluster_instance.stock_1[0]", "aws_rds_cluster_instance.stock_2[0]",
		"aws_route.private_a[0]", "aws_route.private_b[0]",
	}
	slices.Sort(gone)
	if difference := cmp.Diff(want, gone); difference != "" {
		t.Errorf("what goes while the platform is parked (-want +got):\n%s", difference)
	}
}

// within is an address without the module that it is in.
func within(address string) string {
	if rest, ok := strings.CutPrefix(address, "module."); ok {
		_, address, _ = strings.Cut(rest, ".")
	}
	return address
}

func is(t *testing.T, address string, values map[string]any, name string, want any) {
	t.Helper()
	if values[name] != want {
		t.Errorf("%s: %s is %v while the platform is parked, and must be %v", address, name, values[name], want)
	}
}

// comesBack holds a plan to what was there at first: it leaves the same resources, and
// those that it changes or makes again with the same arguments. What only AWS knows of a
// thing that is made again is another.
func comesBack(t *testing.T, root string, first map[string]map[string]any, plan map[string]any) {
	t.Helper()
	changes, _ := plan["resource_changes"].([]any)
	for _, c := range changes {
		planned := c.(map[string]any)
		address, change := planned["address"].(string), planned["change"].(map[string]any)
		if planned["mode"] != "managed" {
			continue
		}
		before, after := first[address], change["after"]
		if before == nil || after == nil {
			t.Errorf("%s: %s is %v by the plan, and was %v", root, address, after, before)
			continue
		}
		if actions := change["actions"].([]any); actions[0] == "no-op" {
			continue
		}
		unknown := change["after_unknown"]
		if difference := cmp.Diff(spoken(before, unknown), spoken(after, unknown)); difference != "" {
			t.Errorf("%s: %s does not come back (-first +planned):\n%s", root, address, difference)
		}
	}
	if len(changes) == 0 {
		t.Errorf("%s: the plan has no resources", root)
	}
}

// spoken is what is known of a value, without what says nothing: a provider leaves out what
// is empty, or does not.
func spoken(v, unknown any) any {
	switch v := v.(type) {
	case map[string]any:
		hidden, _ := unknown.(map[string]any)
		out := map[string]any{}
		for name, of := range v {
			if of := spoken(of, hidden[name]); of != nil && hidden[name] != true {
				out[name] = of
			}
		}
		if len(out) > 0 {
			return out
		}
		return nil
	case []any:
		hidden, _ := unknown.([]any)
		var out []any
		for i, of := range v {
			var part any
			if i < len(hidden) {
				part = hidden[i]
			}
			out = append(out, spoken(of, part))
		}
		if len(out) > 0 {
			return out
		}
		return nil
	}
	if v == "" || v == 0.0 {
		return nil
	}
	return v
}

// resources are the managed ones of a state, by address.
func resources(t *testing.T, values any) map[string]map[string]any {
	t.Helper()
	out := map[string]map[string]any{}
	var add func(module map[string]any)
	add = func(module map[string]any) {
		list, _ := module["resources"].([]any)
		for _, r := range list {
			if r := r.(map[string]any); r["mode"] == "managed" {
				out[r["address"].(string)] = r["values"].(map[string]any)
			}
		}
		children, _ := module["child_modules"].([]any)
		for _, m := range children {
			add(m.(map[string]any))
		}
	}
	state, _ := values.(map[string]any)
	root, ok := state["root_module"].(map[string]any)
	if !ok {
		t.Fatal("the state has no resources")
	}
	add(root)
	return out
}

// emulator is an AWS on this machine, and Terraform with a mirror of its providers.
type emulator struct {
	terraform, plugins, url string
	env                     []string
}

// emulated starts one, or skips the test where there is none.
func emulated(t *testing.T) *emulator {
	t.Helper()
	const tool = "../../../shared/tools/tfapply/awsim.py"
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("nothing is applied: terraform is not on PATH")
	}
	plugins := os.Getenv("TF_PLUGIN_DIR")
	if plugins == "" {
		t.Skip("nothing is applied: TF_PLUGIN_DIR names no mirror of providers")
	}
	if _, err := os.Stat(tool); err != nil {
		t.Skipf("nothing is applied: there is no emulated AWS here (%v)", err)
	}
	t.Parallel() // Terraform waits more than it computes
	server := exec.Command("python3", tool, "--port", "0")
	out, err := server.StdoutPipe()
	check(t, err)
	check(t, server.Start())
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "http") {
		t.Fatalf("the emulated AWS says %q (%v)", line, err)
	}
	e := &emulator{terraform: terraform, plugins: plugins, url: strings.TrimSpace(line)}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "AWS_") && !strings.HasPrefix(v, "TF_") {
			e.env = append(e.env, v)
		}
	}
	e.env = append(e.env, "AWS_ENDPOINT_URL="+e.url, "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test",
		"AWS_EC2_METADATA_DISABLED=true", "AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull,
		"TF_CLI_CONFIG_FILE="+os.DevNull, "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1", "NO_PROXY=*")
	return e
}

func (e *emulator) run(t *testing.T, root string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(e.terraform, args...)
	cmd.Dir, cmd.Env = root, e.env
	out, err := cmd.Output()
	if err != nil {
		var stderr []byte
		if failed, ok := err.(*exec.ExitError); ok {
			stderr = failed.Stderr
		}
		t.Fatalf("terraform %s in %s: %v\n%s%s", strings.Join(args, " "), filepath.Base(root), err, out, stderr)
	}
	return out
}

// show is a state, or a plan, as Terraform tells programs.
func (e *emulator) show(t *testing.T, root string, plan ...string) (out map[string]any) {
	t.Helper()
	check(t, json.Unmarshal(e.run(t, root, append([]string{"show", "-json"}, plan...)...), &out))
	return out
}

// unchanged makes sure that an apply has left nothing to do.
func (e *emulator) unchanged(t *testing.T, root string, args ...string) {
	t.Helper()
	e.run(t, root, append([]string{"plan", "-no-color", "-detailed-exitcode"}, args...)...)
}

// starts starts an instance of RDS, as whoever unparks does first.
func (e *emulator) starts(t *testing.T, instance string) {
	t.Helper()
	e.call(t, "rds", url.Values{"Action": {"StartDBInstance"}, "Version": {"2014-10-31"}, "DBInstanceIdentifier": {instance}})
}

// letsGo gives the addresses of deleted NAT gateways back, as AWS does by itself and its
// emulation does not.
func (e *emulator) letsGo(t *testing.T) {
	t.Helper()
	said := e.call(t, "ec2", url.Values{"Action": {"DescribeAddresses"}, "Version": {"2016-11-15"}})
	for _, m := range regexp.MustCompile(`<associationId>(eipassoc-[0-9a-f]+)<`).FindAllStringSubmatch(said, -1) {
		e.call(t, "ec2", url.Values{"Action": {"DisassociateAddress"}, "Version": {"2016-11-15"}, "AssociationId": {m[1]}})
	}
}

// call asks something of a service, and wants it done.
func (e *emulator) call(t *testing.T, service string, query url.Values) string {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, e.url, strings.NewReader(query.Encode()))
	check(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20261121/eu-west-1/"+service+"/aws4_request, SignedHeaders=host, Signature=0")
	response, err := http.DefaultClient.Do(request)
	check(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	check(t, err)
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s\n%s", query.Get("Action"), response.Status, body)
	}
	return string(body)
}
