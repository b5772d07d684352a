package verify

import (
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// emittedFiles are the Terraform files of the platforms and of the goldens.
func emittedFiles(t testing.TB) map[string][]byte {
	files := map[string][]byte{}
	for _, dir := range []string{"../../out", "../../golden"} {
		err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(p, ".tf") {
				files[dir+"/"+p], err = os.ReadFile(dir + "/" + p)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// agree fails unless a file that is plain is to Terraform's parser what it is to plain,
// and reports whether it is.
func agree(t testing.TB, name string, data []byte) bool {
	got, isPlain := plainBlocks(name, data)
	if !isPlain {
		return false
	}
	want, faults := parsedBlocks(name, data)
	if len(faults) > 0 {
		t.Fatalf("%s is plain, and the parser says: %v\n%s", name, faults, data)
	}
	if len(got) != len(want) {
		t.Fatalf("%s has %d blocks, and %d to the parser\n%s", name, len(got), len(want), data)
	}
	for i := range want {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Fatalf("%s\n got %+v\nwant %+v\n%s", name, got[i], want[i], data)
		}
	}
	return true
}

func TestPlain(t *testing.T) {
	files, read := emittedFiles(t), 0
	for name, data := range files {
		if agree(t, name, data) {
			read++
		}
	}
	t.Logf("%d of %d files are plain", read, len(files))
	if read*10 < len(files)*8 {
		t.Errorf("%d of %d files are plain: hardly worth it", read, len(files))
	}
}

// TestPlainMutated changes emitted files at random, always the same, by pieces that mean
// something in HCL.
func TestPlainMutated(t *testing.T) {
	pieces := strings.Split("\n| |{|}|[|]|(|)|\"|\\|$|${|%|%{|#|//|/*|,|.|=|:|-|!|?|*|0|1|e|x|for|in|null|true|<<|\t|\r|\x00|é|\u0301|~|&&|::|...", "|")
	files := emittedFiles(t)
	random := rand.New(rand.NewPCG(1, 2))
	read := 0
	for _, name := range slices.Sorted(maps.Keys(files)) {
		data := files[name]
		for range 10 {
			at := random.IntN(len(data) + 1)
			end := min(len(data), at+random.IntN(3))
			mutant := string(data[:at]) + pieces[random.IntN(len(pieces))] + string(data[end:])
			if agree(t, name, []byte(mutant)) {
				read++
			}
		}
	}
	if read == 0 {
		t.Error("no mutant is plain: nothing was compared")
	}
}

func FuzzPlain(f *testing.F) {
	for _, data := range emittedFiles(f) {
		if len(data) < 800 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) { agree(t, "x.tf", data) })
}
