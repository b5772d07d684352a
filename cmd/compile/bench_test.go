package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// synthetic is a platform of n services, with a database for every fifth, a load
// balancer for every fiftieth, and a route with its health check, scaling, two alarms,
// three secrets and two edges each.
func synthetic(n int) string {
	var b strings.Builder
	b.WriteString(`package synthetic

import "groundplan.internal/schema"

platform: schema.#Platform & {
	name:   "synthetic"
	region: "eu-west-1"
	domain: "example.com"
	environments: production: {}
	quotas: rulesPerSecurityGroup: 200
	topics: operators: email: ["operators@example.com"]
	notify: ["operators"]
	alarms: {
		busy: {metric: "service-cpu-percent", above: 85}
		full: {metric: "service-memory-percent", above: 85}
	}
`)
	for i := range n {
		store := i / 5
		fmt.Fprintf(&b, `	services: "service-%d": {
		image: {repository: "services/service-%d", tag: "1.%d.0"}
		port: 8080, cpu: 512, memory: 1024
		purpose: "Answers for part %d"
		environment: {LOG_LEVEL: "info", PART: "%d", FEATURES: "a,b,c"}
		secrets: {SIGNING_KEY: "signing-%d", MAIL_TOKEN: "mail-%d:token", PARTNER_KEY: "partner-%d"}
		healthCheck: command: ["CMD-SHELL", "curl -f http://localhost:8080/health || exit 1"]
		uses: {"store-%d": {}, "service-%d": {}}
		routes: [{balancer: "balancer-%d", host: "service-%d", priority: %d, health: path: "/health"}]
		scaling: {min: 1, max: 4, cpu: 70}
	}
`, i, i, i%9, i, i, store, store, store, store, (i+1)%n, i/50, i, i%50+1)
		if i%50 == 0 {
			fmt.Fprintf(&b, "\tbalancers: \"balancer-%d\": certificate: domains: [\"*\"]\n", i/50)
		}
		if i%5 == 0 {
			fmt.Fprintf(&b, `	databases: "store-%d": {engine: "postgres", version: "16", class: "db.t4g.medium", storage: 50, multiAZ: true, name: "store"}
	secrets: {"signing-%d": {}, "mail-%d": keys: ["token", "user"], "partner-%d": {}}
`, store, store, store, store)
		}
	}
	b.WriteString("}\n")
	return b.String()
}

// cost is what a process took.
type cost struct {
	cpu time.Duration
	rss int64 // bytes, the most at any time
}

// runProgram runs a program and fails unless it exits with one of the codes.
func runProgram(b *testing.B, dir string, codes []int, program string, args ...string) cost {
	b.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	state := cmd.ProcessState
	if state == nil {
		b.Fatal(err)
	}
	for _, code := range codes {
		if state.ExitCode() == code {
			return cost{state.UserTime() + state.SystemTime(), state.SysUsage().(*syscall.Rusage).Maxrss * 1024}
		}
	}
	b.Fatalf("%s %s: %v\n%.2000s", program, strings.Join(args, " "), err, out)
	return cost{}
}

// programs builds compile and cue once.
func programs(b *testing.B) (compile, cue string) {
	b.Helper()
	bin := b.TempDir()
	compile, cue = filepath.Join(bin, "compile"), filepath.Join(bin, "cue")
	for target, pkg := range map[string]string{compile: ".", cue: "cuelang.org/go/cmd/cue"} {
		if out, err := exec.Command("go", "build", "-o", target, pkg).CombinedOutput(); err != nil {
			b.Fatalf("go build %s: %v\n%s", pkg, err, out)
		}
	}
	return compile, cue
}

// workspace is a folder with one platform, and the schema where cue finds it.
func workspace(b testing.TB, platform string) string {
	b.Helper()
	dir := b.TempDir()
	schema := filepath.Join(dir, "cue.mod", "pkg", "groundplan.internal", "schema")
	for _, folder := range []string{schema, filepath.Join(dir, "platforms")} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			b.Fatal(err)
		}
	}
	files, err := filepath.Glob("../../schema/*.cue")
	if err != nil {
		b.Fatal(err)
	}
	write := func(name string, data []byte) {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		write(filepath.Join(schema, filepath.Base(f)), data)
	}
	write(filepath.Join(dir, "cue.mod", "module.cue"), []byte("module: \"example.com/benchmark\"\nlanguage: version: \"v0.17.0\"\n"))
	write(filepath.Join(dir, "platforms", "platform.cue"), []byte(platform))
	return dir
}

// newFolder is a folder to compile into. None is deleted before the benchmark ends: ext4
// searches long for an inode where many have just been freed.
func newFolder(b *testing.B, dir string) string {
	out, err := os.MkdirTemp(dir, "out-")
	if err != nil {
		b.Fatal(err)
	}
	return out
}

// BenchmarkStrapi is the whole process on a small platform, output unchanged.
func BenchmarkStrapi(b *testing.B) {
	compile, _ := programs(b)
	platform, err := os.ReadFile("../../platforms/strapi.cue")
	if err != nil {
		b.Fatal(err)
	}
	dir := workspace(b, string(platform))
	runProgram(b, dir, []int{0}, compile)
	var total cost
	for b.Loop() {
		total.cpu += runProgram(b, dir, []int{0}, compile).cpu
	}
	b.ReportMetric(float64(total.cpu.Microseconds())/1000/float64(b.N), "cpu-ms/op")
}

// BenchmarkSynthetic compares compile vet with cue export, and the whole compile
// into a new folder with terraform fmt over what it made: CPU time of processes,
// in turns, in one run. A ratio below 1 is cheaper than the neighbour.
func BenchmarkSynthetic(b *testing.B) {
	compile, cue := programs(b)
	for _, n := range []int{100, 1000, 5000} {
		dir := workspace(b, synthetic(n))
		b.Run(fmt.Sprintf("services=%d", n), func(b *testing.B) {
			var vet, export, whole, format time.Duration
			var rss int64
			for b.Loop() {
				vet += runProgram(b, dir, []int{0, 2}, compile, "vet").cpu
				export += runProgram(b, dir, []int{0}, cue, "export", "-o", os.DevNull, "--out", "json", "--force", "platforms/platform.cue").cpu
				out := newFolder(b, dir)
				c := runProgram(b, dir, []int{0}, compile, "--out", out)
				whole += c.cpu
				rss = max(rss, c.rss)
				if terraform, err := exec.LookPath("terraform"); err == nil {
					format += runProgram(b, dir, []int{0}, terraform, "fmt", "-check", "-recursive", out).cpu
				}
			}
			ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 / float64(b.N) }
			b.ReportMetric(ms(vet), "vet-cpu-ms")
			b.ReportMetric(vet.Seconds()/export.Seconds(), "vet/cue-export")
			b.ReportMetric(ms(whole), "compile-cpu-ms")
			b.ReportMetric(float64(rss)/(1<<20), "compile-MiB")
			if format > 0 {
				b.ReportMetric(whole.Seconds()/format.Seconds(), "compile/terraform-fmt")
			}
		})
	}
}
