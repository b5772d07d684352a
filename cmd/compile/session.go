package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/load"
	"groundplan.internal/internal/pipeline"
)

// session is one run of the command: where it prints, and how it will exit.
type session struct {
	stdout, stderr io.Writer
	format         string
	environments   []string
	code           int
}

// formats are the ways to print diagnostics.
var formats = []string{"text", "json", "sarif", "github"}

// compiler is a phase of the pipeline over one platform file.
type compiler func(fs.FS, string, []string, facts.Set) pipeline.Result

// each runs a compiler over the platforms that are meant, side by side, and gives
// the results in their order, with the root that they were read from.
func (s *session) each(args []string, compile compiler) ([]pipeline.Result, fs.FS, error) {
	if !slices.Contains(formats, s.format) {
		return nil, nil, fmt.Errorf("--format %s: want %s", s.format, strings.Join(formats, ", "))
	}
	if s.environments != nil && (len(s.environments) == 0 || slices.Contains(s.environments, "")) {
		return nil, nil, errors.New("--env is empty; name an environment, or leave the flag out for all")
	}
	root, err := os.OpenRoot(".")
	if err != nil {
		return nil, nil, fmt.Errorf("opening the working directory: %w", err)
	}
	files, err := platformFiles(root.FS(), args)
	if err != nil {
		return nil, nil, err
	}
	known, err := facts.Load()
	if err != nil {
		return nil, nil, err
	}
	results := make([]pipeline.Result, len(files))
	var group errgroup.Group
	group.SetLimit(2) // more platforms at once only hold more memory at once
	for i, file := range files {
		group.Go(func() error {
			results[i] = compile(root.FS(), file, s.environments, known)
			return nil
		})
	}
	return results, root.FS(), group.Wait()
}

// platformFiles are the files that the arguments mean: names of platforms, or
// paths to their files; all of platforms/ where there is none.
func platformFiles(root fs.FS, args []string) ([]string, error) {
	all, err := load.Find(root)
	if err != nil {
		return nil, fmt.Errorf("looking for platforms: %w", err)
	}
	if len(args) == 0 {
		if len(all) == 0 {
			return nil, errors.New("there is no platforms/*.cue here; run compile where platforms/ is, or name a platform file")
		}
		return all, nil
	}
	var files []string
	for _, arg := range args {
		file, err := platformFile(all, arg)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(files, file) {
			files = append(files, file)
		}
	}
	return files, nil
}

// platformFile is the file that one argument means.
func platformFile(all []string, arg string) (string, error) {
	if path.Ext(arg) == "" && !strings.ContainsAny(arg, `/\`) {
		for _, file := range all {
			if strings.TrimSuffix(path.Base(file), path.Ext(file)) == arg {
				return file, nil
			}
		}
		return "", fmt.Errorf("there is no platform %q in platforms/; there is %s", arg, strings.Join(names(all), ", "))
	}
	if filepath.IsAbs(arg) {
		here, err := os.Getwd()
		if err != nil {
			return "", fmt.Errorf("finding the working directory: %w", err)
		}
		if arg, err = filepath.Rel(here, arg); err != nil {
			return "", fmt.Errorf("finding %s from here: %w", arg, err)
		}
	}
	file := path.Clean(filepath.ToSlash(arg))
	if !fs.ValidPath(file) {
		return "", fmt.Errorf("%s is outside of the working directory; run compile in the folder above it", arg)
	}
	return file, nil
}

// names are the platforms' files as one names them on the command line.
func names(files []string) []string {
	out := make([]string, len(files))
	for i, file := range files {
		out[i] = strings.TrimSuffix(path.Base(file), path.Ext(file))
	}
	return out
}

// found is everything that was found in any of the platforms.
func found(results []pipeline.Result) (all diag.List) {
	for _, r := range results {
		all = append(all, r.Found...)
	}
	return all.Sorted()
}

// report prints what was found, and sets the exit code to error if anything
// forbids writing.
func (s *session) report(results []pipeline.Result, root fs.FS) diag.List {
	found := found(results)
	if found.HasErrors() {
		s.code = exitError
	}
	switch s.format {
	case "json":
		s.printed(diag.JSON(s.stdout, found))
	case "sarif":
		s.printed(diag.SARIF(s.stdout, found, version()))
	case "github":
		s.printed(diag.GitHub(s.stdout, found))
	default:
		s.printed(diag.Text(s.stderr, found, sources(root), s.colour()))
	}
	return found
}

// printed makes a failure to print an error of the run.
func (s *session) printed(err error) {
	if err != nil {
		s.code = exitError
	}
}

// say prints a message of progress; machine-readable formats have none.
func (s *session) say(format string, args ...any) {
	if s.format == "text" {
		fmt.Fprintf(s.stderr, format+"\n", args...)
	}
}

// sayError prints an error of the outside world.
func (s *session) sayError(err error) {
	fmt.Fprintf(s.stderr, "compile: %v\n", err)
}

// colour reports whether messages go to a person's terminal.
func (s *session) colour() bool {
	f, ok := s.stderr.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("CI") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// sources reads input files, for excerpts: none is better than no message.
func sources(root fs.FS) diag.Sources {
	return func(file string) []byte {
		data, _ := fs.ReadFile(root, file)
		return data
	}
}
