package artifact

import (
	"syscall"
	"testing"
)

// mountTiny puts a file system of 128 KiB over a folder for the test.
func mountTiny(t *testing.T, dir string) {
	t.Helper()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=128k"); err != nil {
		t.Skipf("no tiny file system to fill, it takes root: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
}
