package main

import (
	"os"
	"slices"

	"github.com/spf13/cobra"

	"groundplan.internal/internal/load"
)

// completeEnvironments completes the environments of the platforms that are named, or of all.
func completeEnvironments(_ *cobra.Command, args []string, _ string) (out []string, _ cobra.ShellCompDirective) {
	root, err := os.OpenRoot(".")
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	files, err := (&session{}).platformFiles(root.FS(), args)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	for _, file := range files {
		declared, _ := load.Platform(root.FS(), file)
		for _, p := range declared.Environments {
			out = append(out, p.Environment.Name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), cobra.ShellCompDirectiveNoFileComp
}

// completePlatforms completes the names of platforms.
func completePlatforms(_ *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	files, err := load.Find(os.DirFS("."))
	if err != nil {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return names(files), cobra.ShellCompDirectiveDefault
}
