package delivery

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// programs are what scripts call, as far as they mind: Terraform notes what it is asked for,
// tells what the files root.json and parked say, and plans as the variables of a case say.
var programs = map[string]string{
	"terraform": `root=${1#-chdir=}
shift
case "$*" in
"output -json") cat "$root.json" ;;
"output -raw parked") cat parked ;;
*-detailed-exitcode*) echo "$root compare $TF_VAR_parked" >> asked; exit "${CHANGES:-0}" ;;
plan*) echo "$root plan $TF_VAR_parked" >> asked; echo "a plan of $root"; [ -z "$MEANWHILE" ] || echo "$MEANWHILE" > parked; exit "${PLANS:-0}" ;;
apply*) echo "$root apply" >> asked ;;
esac
`,
	"curl": `printf '%s' "$ANSWER"`,
	"wget": `echo "$@" > sent`,
}

// shell is a folder that scripts run in.
type shell struct {
	*testing.T
	dir string
}

func newShell(t *testing.T, files map[string]string) shell {
	s := shell{t, t.TempDir()}
	for name, text := range programs {
		s.write("bin/"+name, "#!/bin/sh\n"+text)
	}
	for name, text := range files {
		s.write(name, text)
	}
	return s
}

func (s shell) write(name, text string) {
	s.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		s.Fatal(err)
	}
}

func (s shell) read(name string) string {
	data, _ := os.ReadFile(filepath.Join(s.dir, name))
	return string(data)
}

// run runs a script as CI systems do, and reports whether it went well.
func (s shell) run(script string, variables ...string) bool {
	command := exec.Command("sh", "-e", "-c", script)
	command.Dir = s.dir
	command.Env = append([]string{"PATH=" + s.dir + "/bin:" + os.Getenv("PATH"), "ROOT=app"}, variables...)
	out, err := command.CombinedOutput()
	s.Logf("%s", out)
	return err == nil
}

// TestApplyParked wants a platform left as it is, unless it is to be parked or unparked, and
// then nothing else; what cannot be told is no reason to unpark.
func TestApplyParked(t *testing.T) {
	const output = `{"parked": {"value": true}}`
	for name, c := range map[string]struct {
		state, parked string // of the root
		variables     []string
		well          bool
		asked         string
	}{
		"stays parked":      {output, "true", []string{"PARKED=keep"}, true, "app plan true|app apply"},
		"stays unparked":    {output, "false", []string{"PARKED=keep"}, true, "app plan false|app apply"},
		"has no output":     {"{}", "", []string{"PARKED=keep"}, true, "app plan false|app apply"},
		"cannot be told":    {"", "", []string{"PARKED=keep"}, false, ""},
		"parks":             {output, "false", []string{"PARKED=true"}, true, "app compare false|app plan true|app apply"},
		"unparks":           {output, "true", []string{"PARKED=false"}, true, "app compare true|app plan false|app apply"},
		"not approved":      {output, "false", []string{"PARKED=true", "CHANGES=2"}, false, "app compare false"},
		"cannot be planned": {output, "false", []string{"PARKED=true", "CHANGES=1"}, false, "app compare false"},
		"parked meanwhile":  {output, "false", []string{"PARKED=keep", "MEANWHILE=true"}, false, "app plan false"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShell(t, map[string]string{"parked": c.parked})
			if c.state != "" {
				s.write("app.json", c.state)
			}
			if well := s.run(applying(true), c.variables...); well != c.well {
				t.Errorf("went well: %v", well)
			}
			if asked := strings.ReplaceAll(strings.TrimSpace(s.read("asked")), "\n", "|"); asked != c.asked {
				t.Errorf("asked for %s, want %s", asked, c.asked)
			}
		})
	}
}

// TestPlanLater wants a plan that fails to count as done only where it needs what is still
// to be applied.
func TestPlanLater(t *testing.T) {
	for name, c := range map[string]struct {
		variables []string
		well      bool
		later     bool
	}{
		"planned":         {[]string{"NEEDS=net"}, true, false},
		"needs something": {[]string{"NEEDS=net", "PLANS=1", "CHANGES=2"}, true, true},
		"is wrong":        {[]string{"NEEDS=net", "PLANS=1"}, false, false},
		"needs nothing":   {[]string{"NEEDS=", "PLANS=1", "CHANGES=2"}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShell(t, map[string]string{"app.json": "{}"})
			if well := s.run(planning(true), c.variables...); well != c.well {
				t.Errorf("went well: %v", well)
			}
			if later := strings.Contains(s.read("plan.txt"), "Planned once this is applied: net"); later != c.later {
				t.Errorf("planned later: %v", later)
			}
		})
	}
}

// TestPostedPlan wants JSON of a plan, whatever is in it, indented, and whole lines of it
// where it is long.
func TestPostedPlan(t *testing.T) {
	given := []string{"CIRCLE_PULL_REQUEST=https://github.com/o/r/pull/7", "COMMENT_TOKEN=x", "COMMENT_BYTES=100"}
	for name, c := range map[string]struct{ plan, want string }{
		"short": {"a \"b\" \\c\n~~~\n\x1b[1m\té\n", "### app\n\n    a \"b\" \\c\n    ~~~\n    [1m é\n"},
		"long":  {strings.Repeat("éééééééé\n", 50) + "end\n", "### app\n\nThe end of the plan. All of it is in the log.\n\n" + strings.Repeat("    éééééééé\n", 4) + "    end\n"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShell(t, map[string]string{"plan.txt": c.plan})
			if !s.run(postPlanOutside, given...) {
				t.Fatal("it fails")
			}
			var comment struct{ Body string }
			if err := json.Unmarshal([]byte(s.read("comment.json")), &comment); err != nil || comment.Body != c.want || !utf8.ValidString(comment.Body) {
				t.Errorf("%v, posted %q, want %q", err, comment.Body, c.want)
			}
			if !strings.HasSuffix(strings.TrimSpace(s.read("sent")), "/issues/7/comments") {
				t.Errorf("sent with %s", s.read("sent"))
			}
		})
	}
	s := newShell(t, map[string]string{"plan.txt": "a plan\n"})
	if !s.run(postPlanOutside, given[0]) || s.read("sent") != "" {
		t.Error("who gives no token is not left alone")
	}
}

// TestAskEndpoints wants answers of programs, and none of those that keep people from them.
func TestAskEndpoints(t *testing.T) {
	well := []string{"200", "302", "401"}
	for _, status := range []string{"200", "302", "401", "403", "404", "503", "000"} {
		s := newShell(t, nil)
		if got := s.run(askEndpoints, "ENDPOINTS=https://a.example.com/", "ANSWER_SECONDS=0", "ANSWER="+status); got != slices.Contains(well, status) {
			t.Errorf("%s goes well: %v", status, got)
		}
	}
}
