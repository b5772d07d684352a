package artifact_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"groundplan.internal/internal/artifact"
)

func TestForeign(t *testing.T) {
	dir := t.TempDir()
	files := []artifact.File{{Path: "terraform/main.tf", Data: []byte("# ours\n")}, {Path: "docs/a.md", Data: []byte("ours\n")}}
	if _, err := artifact.Sync(dir, "shop", files); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"terraform/override.tf", "terraform/more.tf.json", "terraform/terraform.tfstate", "elsewhere/main.tf", "docs/b.tf"} {
		name = filepath.Join(dir, "shop", name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("mine\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := artifact.Foreign(dir, "shop", files, ".tf", ".tf.json")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"docs/b.tf", "terraform/more.tf.json", "terraform/override.tf"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got, err := artifact.Foreign(filepath.Join(dir, "nowhere"), "shop", files, ".tf"); err != nil || got != nil {
		t.Errorf("without an output folder: %v, %v", got, err)
	}
}
