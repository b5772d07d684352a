package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/pipeline"
)

// rootCommand is compile itself, with the commands below it.
func (s *session) rootCommand() *cobra.Command {
	var out string
	var check bool
	cmd := &cobra.Command{
		Use:   "compile [platforms...]",
		Short: "Compile platforms declared in CUE into everything that runs them",
		Long: `Compile platforms declared in CUE into Terraform, ECS task definitions,
security-group matrices, docs and compose files.

A platform is named by its name (strapi) or its file (platforms/strapi.cue);
without one, every file in platforms/ is meant. Nothing is written unless all of
them are right, and only files that compile wrote are ever replaced or removed.

Exit codes: 0 clean, 1 error, 2 output is stale (--check) or there are findings (vet).`,
		Example: `  compile                     every platform, into out/
  compile strapi --check      is out/strapi what the platform says?
  compile cms --data sites=sites.json
  compile vet --format sarif  findings for a code scanner`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: completePlatforms,
		SilenceUsage:      true,
		SilenceErrors:     true,
		RunE: func(_ *cobra.Command, args []string) error {
			return s.compile(args, out, check)
		},
	}
	cmd.Flags().StringVarP(&out, "out", "o", "out", "folder to write to")
	cmd.Flags().BoolVar(&check, "check", false, "write nothing; print a diff and exit 2 if the output is stale")
	cmd.PersistentFlags().StringSliceVar(&s.environments, "env", nil, "only these environments")
	cmd.PersistentFlags().StringArrayVar(&s.data, "data", nil, "unify a field of the platform file with JSON or YAML: <field>=<file>; compile remembers it until <field>=")
	cmd.PersistentFlags().StringVar(&s.format, "format", "text", "how to print findings: "+strings.Join(formats, ", "))
	complete := func(values []string) cobra.CompletionFunc {
		return cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
	}
	_ = cmd.RegisterFlagCompletionFunc("format", complete(formats)) // the flag exists
	_ = cmd.RegisterFlagCompletionFunc("env", completeEnvironments) // the flag exists
	cmd.AddCommand(s.vetCommand(), s.schemaCommand(), s.versionCommand())
	for _, c := range cmd.Commands() {
		s.words = append(s.words, c.Name())
	}
	s.words = append(s.words, flags(cmd)...)
	cmd.SetFlagErrorFunc(misspelt)
	return cmd
}

// compile generates, and writes or compares.
func (s *session) compile(args []string, out string, check bool) error {
	if out == "" {
		return errors.New("--out is empty; name a folder, as out")
	}
	written, done, err := written(out)
	if err != nil {
		return err
	}
	defer done()
	results, root, err := s.each(args, func(in pipeline.Input, f facts.Set) pipeline.Result {
		in.Written = written
		return pipeline.Compile(in, f)
	})
	if err != nil {
		return err
	}
	if twice := pipeline.Distinct(results); twice.HasErrors() {
		results = append(results, pipeline.Result{Found: twice})
	}
	stale, err := abandoned(out, args, results)
	if err != nil {
		return err
	}
	sets := slices.Clone(results)
	for _, owner := range stale {
		sets = append(sets, pipeline.Result{Name: owner})
	}
	if !found(results).HasErrors() {
		if err := s.look(out, sets, check); err != nil {
			return err
		}
	}
	if all := s.report(sets, root); all.HasErrors() {
		s.say("%s; nothing was written", diag.Summary(all))
		return nil
	}
	if check {
		return nil
	}
	return s.write(out, sets)
}

// written is what earlier runs left in a folder, and how to close it; nothing where there
// is none.
func written(out string) (pipeline.Written, func(), error) {
	root, err := os.OpenRoot(out)
	if errors.Is(err, fs.ErrNotExist) {
		return pipeline.Written{}, func() {}, nil
	}
	if err != nil {
		return pipeline.Written{}, nil, fmt.Errorf("opening the output folder: %w", err)
	}
	return pipeline.Written{Root: root.FS(), Name: filepath.ToSlash(out)}, func() { root.Close() }, nil
}

// abandoned are the folders in out that an earlier run wrote for platforms that
// are gone. It is known only when every platform was compiled.
func abandoned(out string, args []string, results []pipeline.Result) ([]string, error) {
	if len(args) > 0 {
		return nil, nil
	}
	owners, err := artifact.Owners(out)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", out, err)
	}
	return slices.DeleteFunc(owners, func(owner string) bool {
		return slices.ContainsFunc(results, func(r pipeline.Result) bool { return r.Name == owner })
	}), nil
}

// write brings the output up to date. A platform without files is one that is gone.
func (s *session) write(out string, sets []pipeline.Result) error {
	for _, r := range sets {
		changes, err := artifact.Sync(out, r.Name, r.Files, s.environments...)
		if err != nil {
			return fmt.Errorf("writing %s: %w", r.Name, err)
		}
		if r.Files == nil {
			s.say("%s: no longer a platform, %s removed", r.Name, counted(len(changes.Removed), "file"))
			continue
		}
		s.say("%s: %s in %s/%s: %s", r.Name, counted(len(r.Files), "file"), out, r.Name, changed(changes))
	}
	return nil
}

// look adds to each platform what is wrong with its folder as it stands: foreign
// files that Terraform would load and, with check, stale output, whose diff is
// printed. What is in the way of one platform is an error before any is written.
func (s *session) look(out string, sets []pipeline.Result, check bool) error {
	for i, r := range sets {
		foreign, err := artifact.Foreign(out, r.Name, r.Files, ".tf", ".tf.json")
		if err != nil {
			return fmt.Errorf("looking at the output of %s: %w", r.Name, err)
		}
		for _, file := range foreign {
			sets[i].Found = append(sets[i].Found, pipeline.Foreign(out, r.Name, file))
		}
		if !check && len(sets) == 1 {
			continue // writing it will show by itself what is in its way
		}
		diff, changed, err := artifact.Diff(out, r.Name, r.Files, s.environments...)
		if err != nil {
			return fmt.Errorf("comparing %s: %w", r.Name, err)
		}
		if !check {
			continue
		}
		if changed {
			sets[i].Found = append(sets[i].Found, pipeline.Stale(out, r))
		}
		if err := s.printDiff(diff); err != nil {
			return fmt.Errorf("printing the diff: %w", err)
		}
		if changed || len(foreign) > 0 {
			s.code = exitFindings
		}
	}
	return nil
}

// printDiff prints a diff line by line, with whatever could drive a terminal made
// visible. Machine-readable formats have none.
func (s *session) printDiff(diff []byte) error {
	if s.format != "text" {
		return nil
	}
	w := bufio.NewWriter(s.stdout)
	for line := range strings.Lines(string(diff)) {
		fmt.Fprintln(w, diag.Visible(strings.TrimSuffix(line, "\n")))
	}
	return w.Flush()
}

// counted is a number with its noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// changed says what a write did, as far as there is something to say.
func changed(c artifact.Changes) string {
	var parts []string
	for _, p := range []struct {
		files []string
		verb  string
	}{{c.Created, "new"}, {c.Updated, "changed"}, {c.Removed, "removed"}} {
		if len(p.files) > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", len(p.files), p.verb))
		}
	}
	if len(parts) == 0 {
		return "unchanged"
	}
	return strings.Join(parts, ", ")
}

// flags are the flags of a command, as they are typed.
func flags(cmd *cobra.Command) (out []string) {
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) { out = append(out, "--"+f.Name) })
	cmd.InheritedFlags().VisitAll(func(f *pflag.Flag) { out = append(out, "--"+f.Name) })
	return out
}

// misspelt adds to an unknown flag the one that was probably meant.
func misspelt(cmd *cobra.Command, err error) error {
	unknown := (*pflag.NotExistError)(nil)
	if !errors.As(err, &unknown) {
		return err
	}
	if meant := diag.Nearest("--"+unknown.GetSpecifiedName(), flags(cmd)); meant != "" {
		return fmt.Errorf("%w; did you mean %s?", err, meant)
	}
	return err
}
