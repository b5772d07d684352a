package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"compile": main})
}

// TestScripts runs the command as a user does; each script is a folder of files
// and what is typed there.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"intact": intact,
			"grow":   grow,
		},
		UpdateScripts: os.Getenv("UPDATE_GOLDEN") != "",
	})
}

// exits CODE COMMAND...: the command ends with that code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: exits code command [args...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// intact FILE...: the files have not been written since the script began: their
// modification time is the one that the script set by "intact -mark FILE...".
func intact(ts *testscript.TestScript, _ bool, args []string) {
	mark := len(args) > 0 && args[0] == "-mark"
	if mark {
		args = args[1:]
	}
	for _, file := range args {
		name := ts.MkAbs(file)
		if mark {
			ts.Check(os.Chtimes(name, past, past))
			continue
		}
		info, err := os.Stat(name)
		ts.Check(err)
		if !info.ModTime().Equal(past) {
			ts.Fatalf("%s was written", file)
		}
	}
}

// grow FILE MIB: a CUE file of that size, which is one comment.
func grow(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: grow file MiB")
	}
	size, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat([]byte("//"), size<<19), 0o644))
}

var past = time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
