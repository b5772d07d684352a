// Command compile turns platforms declared in CUE into Terraform, task
// definitions, security-group matrices, docs and compose files. This package reads
// flags, prints and chooses the exit code; everything else is below internal.
package main

import (
	"io"
	"os"
	"runtime/debug"
)

// Exit codes, as Terraform and its neighbours have them.
const (
	exitClean    = 0
	exitError    = 1 // nothing was written
	exitFindings = 2 // vet found warnings, or --check found stale output
)

// Half of a compile is short-lived garbage, so collect less often, but hold on to
// less than this much memory where that can be had.
const (
	gcPercent   = 800
	memoryLimit = 1000 << 20
)

func main() {
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryLimit)
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is the command with its surroundings handed in.
func run(args []string, stdout, stderr io.Writer) int {
	session := &session{stdout: stdout, stderr: stderr, code: exitClean}
	root := session.rootCommand()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	if err := root.Execute(); err != nil {
		session.sayError(err)
		return exitError
	}
	return session.code
}
