package main

import (
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

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

// schemaCommand prints the language for editors.
func (s *session) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of platforms written in YAML or JSON",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			data, err := schema.JSONSchema()
			if err != nil {
				return err
			}
			_, err = s.stdout.Write(data)
			return err
		},
	}
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

// workingTree is the folder that the command runs in, for completion.
func workingTree() fs.FS { return os.DirFS(".") }
