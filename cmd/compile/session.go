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
	data           []string // <field>=<file>, as given
	words          []string // commands and flags, for somebody who misspells one
	code           int
}

// formats are the ways to print diagnostics.
var formats = []string{"text", "json", "sarif", "github"}

// compiler is a phase of the pipeline over one platform file.
type compiler func(pipeline.Input, facts.Set) pipeline.Result

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
	files, err := s.platformFiles(root.FS(), args)
	if err != nil {
		return nil, nil, err
	}
	data, err := s.given(files)
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
			results[i] = compile(pipeline.Input{Root: root.FS(), File: file, Data: data, Environments: s.environments}, known)
			return nil
		})
	}
	return results, root.FS(), group.Wait()
}

// given is what --data says, for the one platform that it is said of; nil where it says
// nothing, and not nil where it says that there is none any more.
func (s *session) given(files []string) (out []load.Data, err error) {
	if len(s.data) > 0 && len(files) != 1 {
		return nil, fmt.Errorf("--data is for one platform; name it, as compile %s --data %s", names(files)[0], s.data[0])
	}
	for _, text := range s.data {
		field, file, ok := strings.Cut(text, "=")
		if !ok || field == "" {
			return nil, fmt.Errorf("--data %s: want <field>=<file>, as sites=sites.json", text)
		}
		if file == "" { // it is forgotten
			out = append([]load.Data{}, out...)
			continue
		}
		switch path.Ext(file) {
		case ".json", ".yaml", ".yml":
		default:
			return nil, fmt.Errorf("--data %s: %s is neither JSON nor YAML by its name", text, file)
		}
		if file, err = local(file); err != nil {
			return nil, err
		}
		out = append(out, load.Data{Field: field, File: file})
	}
	return out, nil
}

// platformFiles are the files that the arguments mean: names of platforms, or
// paths to their files or folder; all of platforms/ where there is none.
func (s *session) platformFiles(root fs.FS, args []string) ([]string, error) {
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
		meant, err := s.platformFile(root, all, arg)
		if err != nil {
			return nil, err
		}
		for _, file := range meant {
			if !slices.Contains(files, file) {
				files = append(files, file)
			}
		}
	}
	return files, nil
}

// platformFile is the file that one argument means, or the files of a folder.
func (s *session) platformFile(root fs.FS, all []string, arg string) ([]string, error) {
	named := path.Ext(arg) == "" && !strings.ContainsAny(arg, `/\`)
	if i := slices.Index(names(all), arg); named && i >= 0 {
		return all[i : i+1], nil
	}
	file, err := local(arg)
	if err != nil {
		return nil, err
	}
	if info, err := fs.Stat(root, file); err == nil && info.IsDir() {
		within := slices.DeleteFunc(slices.Clone(all), func(f string) bool { return path.Dir(f) != file })
		if len(within) == 0 {
			return nil, fmt.Errorf("%s is a folder with no platforms; run compile alone for all of platforms/", arg)
		}
		return within, nil
	}
	if !named {
		return []string{file}, nil
	}
	if meant := diag.Nearest(arg, slices.Concat(names(all), s.words)); meant != "" {
		return nil, fmt.Errorf("there is no platform %q in platforms/; did you mean %s?", arg, meant)
	}
	return nil, fmt.Errorf("there is no platform %q in platforms/; there is %s", arg, strings.Join(names(all), ", "))
}

// local is a path as it is below the working directory.
func local(arg string) (string, error) {
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
