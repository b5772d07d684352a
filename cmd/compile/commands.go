package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/pipeline"
	"groundplan.internal/schema"
)

// vetCommand checks platforms and writes nothing.
func (s *session) vetCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "vet [platforms...]",
		Short:             "Check platforms and write nothing; exit 2 if there are warnings",
		ValidArgsFunction: completePlatforms,
		RunE: func(_ *cobra.Command, args []string) error {
			results, root, err := s.each(args, pipeline.Vet)
			if err != nil {
				return err
			}
			found := s.report(results, root)
			if len(found) == 0 {
				s.say("%s: no findings", counted(len(results), "platform"))
				return nil
			}
			s.say("%s", diag.Summary(found))
			if s.code == exitClean {
				s.code = exitFindings
			}
			return nil
		},
	}
}

// schemaCommand hands the language to editors.
func (s *session) schemaCommand() *cobra.Command {
	var install bool
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of platforms in YAML or JSON, or install the CUE schema",
		Long: `Print the JSON Schema of platforms written in YAML or JSON.

With --install, put the CUE schema below cue.mod/pkg instead, where cue and the
editors that speak to cue lsp find it. compile itself does not need it there.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if install {
				return s.installSchema()
			}
			data, err := schema.JSONSchema()
			if err != nil {
				return err
			}
			_, err = s.stdout.Write(data)
			return err
		},
	}
	cmd.Flags().BoolVar(&install, "install", false, "write cue.mod/pkg/groundplan.internal/schema")
	return cmd
}

// cueModule is what a repository needs for cue to look into cue.mod/pkg.
const cueModule = `module: "platforms.local@v0"
language: version: "v0.17.0"
`

// installSchema writes the schema as a vendored CUE package, and a module file
// where there is none.
func (s *session) installSchema() error {
	entries, err := schema.Files.ReadDir(".")
	if err != nil {
		return fmt.Errorf("reading the embedded schema: %w", err)
	}
	var files []artifact.File
	for _, e := range entries {
		data, err := schema.Files.ReadFile(e.Name())
		if err != nil {
			return fmt.Errorf("reading the embedded schema: %w", err)
		}
		files = append(files, artifact.File{Path: "schema/" + e.Name(), Data: data})
	}
	changes, err := artifact.Sync("cue.mod/pkg", "groundplan.internal", files)
	if err != nil {
		return fmt.Errorf("installing the schema: %w", err)
	}
	s.say("%s in cue.mod/pkg/groundplan.internal: %s", counted(len(files), "file"), changed(changes))
	module, err := os.OpenFile("cue.mod/module.cue", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("making a CUE module: %w", err)
	}
	if _, err := module.WriteString(cueModule); err != nil {
		return fmt.Errorf("making a CUE module: %w", err)
	}
	s.say("cue.mod/module.cue: new")
	return module.Close()
}

// versionCommand prints what was built.
func (s *session) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(s.stdout, "compile %s\n", version())
			return err
		},
	}
}

// version is the module's version as Go recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
