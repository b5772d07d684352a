package facts

import "strings"

// Images are the images that stand in for AWS's stores on the author's machine.
type Images struct {
	Table
	Images  map[string]Image
	Engines map[string]string // the image's name, for RDS engines that are not named like it
}

// Image is a local stand-in.
type Image struct {
	Image      string // {version} and {major} are open
	Port       int
	Data       string // folder of its data
	DataFrom18 string // the same from major version 18 on, where it differs
	Command    []string
	Health     []string // CMD or CMD-SHELL first; $ is for the shell in the container

	// Names of the variables that it takes its settings from; empty: none.
	User, Password, RootPassword, Database string
}

// Image finds the stand-in for an RDS engine, "redis" or "s3".
func (s Set) Image(name string) (Image, bool) {
	if other, ok := s.Images.Engines[name]; ok {
		name = other
	}
	i, ok := s.Images.Images[name]
	return i, ok
}

// At is the image's reference for a version, "postgres:16-alpine" for "16.4", and
// "mysql:8.0" for Aurora's "8.0.mysql_aurora.3.04.0".
func (i Image) At(version string) string {
	version, _, _ = strings.Cut(version, ".mysql_aurora")
	major, _, _ := strings.Cut(version, ".")
	return strings.NewReplacer("{version}", version, "{major}", major).Replace(i.Image)
}
