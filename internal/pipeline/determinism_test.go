package pipeline_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/format"
	"cuelang.org/go/cue/parser"
	"github.com/google/go-cmp/cmp"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/pipeline"
)

// permutations is how many orders of a platform's declarations are tried.
const permutations = 12

// TestOrderOfDeclarations compiles platforms with the fields of every struct in
// another order: the files are the same, and what is found differs in positions only.
func TestOrderOfDeclarations(t *testing.T) {
	known := knownFacts(t)
	for _, name := range []string{"wide", "environments", "errors", "errors-of-form"} {
		t.Run(name, func(t *testing.T) {
			source, err := os.ReadFile(filepath.Join(golden, name, "platform.cue"))
			check(t, err)
			want := compiledText(source, known)
			for seed := range uint64(permutations) {
				shuffled := shuffle(t, source, rand.New(rand.NewPCG(seed, 1)))
				if bytes.Equal(shuffled, source) {
					t.Fatal("the declarations were not shuffled")
				}
				got := compiledText(shuffled, known)
				if diff := cmp.Diff(want.Files, got.Files); diff != "" {
					t.Fatalf("seed %d: %s\n%s", seed, diff, shuffled)
				}
				if diff := cmp.Diff(unplaced(want.Found), unplaced(got.Found)); diff != "" {
					t.Fatalf("seed %d: %s\n%s", seed, diff, shuffled)
				}
			}
		})
	}
}

// compiledText compiles CUE text under the name that the golden cases have.
func compiledText(source []byte, known facts.Set) pipeline.Result {
	return pipeline.Compile(pipeline.Input{Root: fstest.MapFS{"platform.cue": {Data: source}}, File: "platform.cue"}, known)
}

// shuffle puts the fields of the platform, and of every struct in it, in another order.
func shuffle(t *testing.T, source []byte, random *rand.Rand) []byte {
	t.Helper()
	file, err := parser.ParseFile("platform.cue", source, parser.ParseComments)
	check(t, err)
	ast.Walk(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.StructLit); ok {
			random.Shuffle(len(s.Elts), func(i, j int) { s.Elts[i], s.Elts[j] = s.Elts[j], s.Elts[i] })
		}
		return true
	}, nil)
	out, err := format.Node(file)
	check(t, err)
	return out
}

// unplaced is what was found without where, sorted.
func unplaced(found diag.List) (out []string) {
	for _, d := range found {
		d.Pos = diag.Pos{}
		for i, r := range d.Related {
			d.Related[i] = diag.Related{Message: r.Message}
		}
		out = append(out, fmt.Sprintf("%+v", d))
	}
	slices.Sort(out)
	return out
}

// TestSurroundings compiles every case in processes of their own, whose
// surroundings differ in all that could leak into the output.
func TestSurroundings(t *testing.T) {
	if os.Getenv("GROUNDPLAN_DIGEST") != "" {
		fmt.Println("digest", digest(t))
		return
	}
	want := ""
	for _, env := range [][]string{
		{"GOMAXPROCS=1", "LANG=C", "LC_ALL=C", "TZ=UTC"},
		{"GOMAXPROCS=2", "LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8", "TZ=Pacific/Kiritimati", "HOME=/nonexistent"},
		{"GOMAXPROCS=2", "LANG=de_DE.UTF-8", "LC_ALL=de_DE.ISO-8859-1", "USER=somebody", "CUE_EXPERIMENT="},
	} {
		cmd := exec.Command(os.Args[0], "-test.run=^TestSurroundings$", "-test.v", "-test.count=1")
		cmd.Env = append(env, "GROUNDPLAN_DIGEST=1", "TMPDIR="+t.TempDir())
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", env, err, out)
		}
		_, rest, _ := strings.Cut(string(out), "digest ")
		got, _, _ := strings.Cut(rest, "\n")
		if want == "" {
			want = got
		}
		if got == "" || got != want {
			t.Errorf("%v: %q, and elsewhere %q", env, got, want)
		}
	}
}

// digest is over all that comes of all golden cases, compiled twice.
func digest(t *testing.T) string {
	known := knownFacts(t)
	var sums []string
	for range 2 {
		h := sha256.New()
		for _, name := range cases(t) {
			folder := filepath.Join(golden, name)
			root := os.DirFS(folder)
			result := pipeline.Compile(pipeline.Input{Root: root, File: platformFile(t, folder)}, known)
			for _, f := range result.Files {
				fmt.Fprintf(h, "%q %q %q\n", name, f.Path, f.Data)
			}
			h.Write(rendered(t, root, result.Found))
		}
		sums = append(sums, fmt.Sprintf("%x", h.Sum(nil)))
	}
	if sums[0] != sums[1] {
		t.Error("two runs in one process differ")
	}
	return sums[0]
}
