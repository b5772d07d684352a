//go:build !linux

package artifact

import "testing"

func mountTiny(t *testing.T, _ string) { t.Skip("no tiny file system to fill: it takes Linux") }
