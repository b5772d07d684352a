// Command prune makes the provider schemas that package provider embeds. It takes
// what terraform prints for each provider version, keeps the types that types.txt
// lists and the provider's own arguments, without descriptions, and writes
// aws-<version>.json with one type a line.
//
// In a directory with a versions.tf that requires hashicorp/aws 6.25.0 alone:
//
//	terraform init && terraform providers schema -json >aws-6.25.0.schema.json
//
// and then, for all versions at once, from the root of the repository:
//
//	go run ./internal/provider/prune 5.100.0=aws-5.100.0.schema.json 6.25.0=aws-6.25.0.schema.json
//
// A schema may be compressed with gzip, with .gz at the end of its name.
package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

const dir = "internal/provider"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "prune:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return errors.New("want <version>=<schema.json[.gz]>, once or more")
	}
	list, err := os.ReadFile(filepath.Join(dir, "types.txt"))
	if err != nil {
		return fmt.Errorf("run it from the root of the repository: %w", err)
	}
	for _, arg := range args {
		version, path, ok := strings.Cut(arg, "=")
		if !ok {
			return fmt.Errorf("%s: want <version>=<schema.json[.gz]>", arg)
		}
		schema, err := read(path)
		if err != nil {
			return err
		}
		pruned, err := prune(schema, typeNames(string(list)))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := os.WriteFile(filepath.Join(dir, "aws-"+version+".json"), pruned, 0o666); err != nil {
			return err
		}
	}
	return nil
}

func read(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if !strings.HasSuffix(path, ".gz") {
		return io.ReadAll(f)
	}
	r, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return data, nil
}
