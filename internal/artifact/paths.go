package artifact

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
)

// checked is a set of files sorted by path. It is an error for a path to be
// unusable, to lie outside the folders (no folders is anywhere), or to be one with
// another where case does not count, as on macOS and Windows.
func checked(files []File, folders []string) ([]File, error) {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	names := map[string]string{} // by folded path, folders too
	isFile := map[string]bool{}
	for _, f := range files {
		if err := usable(f.Path); err != nil {
			return nil, err
		}
		if !within(f.Path, folders) {
			return nil, fmt.Errorf("%s is outside of %s", f.Path, strings.Join(folders, ", "))
		}
		for p := f.Path; p != "."; p = path.Dir(p) {
			other, taken := names[fold(p)]
			switch {
			case taken && other != p:
				return nil, fmt.Errorf("%s and %s are the same path where case does not count", other, p)
			case taken && (p == f.Path || isFile[p]):
				return nil, fmt.Errorf("%s is generated twice, or as a file and a folder", p)
			}
			names[fold(p)] = p
			isFile[p] = p == f.Path
			if taken {
				break
			}
		}
	}
	return files, nil
}

// usable reports what is wrong with a path of a file.
func usable(p string) error {
	if !fs.ValidPath(p) || p == "." || strings.ContainsAny(p, "\\\x00") {
		return fmt.Errorf("%q is not a clean relative path", p)
	}
	if fold(p) == manifestName {
		return fmt.Errorf("%s is the name of the manifest", p)
	}
	return nil
}

// within reports whether a path lies in one of the folders; no folders is anywhere.
func within(p string, folders []string) bool {
	return len(folders) == 0 || slices.ContainsFunc(folders, func(f string) bool { return strings.HasPrefix(p, f+"/") })
}

// usableOwner reports what is wrong with the name of an owner's folder.
func usableOwner(owner string) error {
	if !fs.ValidPath(owner) || strings.ContainsAny(owner, "/\\\x00") || strings.HasPrefix(owner, ".") {
		return fmt.Errorf("%q is not the name of a folder", owner)
	}
	return nil
}

// fold maps names that a file system without case takes for one to the same text.
func fold(p string) string {
	return strings.Map(func(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) }, p)
}
