package load

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"

	"groundplan.internal/internal/diag"
)

// source reads one file of the root, or says why it cannot be used. The root is
// what keeps it inside: os.Root refuses a link that leads out.
func source(root fs.FS, path string, limit int64) ([]byte, *diag.Diagnostic) {
	info, err := fs.Stat(root, path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, unreadable(path, "There is no such file.", "platforms stand in platforms/<name>.cue")
	case err != nil:
		return nil, unreadable(path, reason(err), "put the file itself in its place: links that leave the repository are not followed")
	case info.IsDir():
		return nil, unreadable(path, "It is a folder.", "name a file in it")
	case !info.Mode().IsRegular():
		return nil, unreadable(path, "It is no regular file.", "")
	case info.Size() > limit:
		return nil, tooLarge(path, limit)
	}
	file, err := root.Open(path)
	if err != nil {
		return nil, unreadable(path, reason(err), "")
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	switch {
	case err != nil:
		return nil, unreadable(path, reason(err), "")
	case int64(len(data)) > limit:
		return nil, tooLarge(path, limit)
	case !utf8.Valid(data):
		return nil, notText(path, data)
	}
	return bytes.TrimPrefix(data, []byte("\ufeff")), nil
}

// reason is what the operating system says, without the path that is known already.
func reason(err error) string {
	if inner := (*fs.PathError)(nil); errors.As(err, &inner) {
		err = inner.Err
	}
	if errors.Is(err, fs.ErrInvalid) || strings.Contains(err.Error(), "escapes from parent") { // os.Root's own error has no name
		return "It leads out of the repository."
	}
	return fmt.Sprintf("The file system says: %v.", err)
}

func unreadable(path, detail, hint string) *diag.Diagnostic {
	return &diag.Diagnostic{Code: "load-read", Pos: diag.Pos{File: path}, Summary: "file cannot be read", Detail: detail, Hint: hint}
}

func tooLarge(path string, limit int64) *diag.Diagnostic {
	return &diag.Diagnostic{
		Code: "load-size", Pos: diag.Pos{File: path}, Summary: "too much to read",
		Detail: fmt.Sprintf("The file is larger than %d MiB.", limit>>20),
		Hint:   "split it into packages and import them, or make the repetition a comprehension",
	}
}

// notText points at the first byte that is not UTF-8.
func notText(path string, data []byte) *diag.Diagnostic {
	at := 0
	for at < len(data) {
		r, n := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	line := 1 + bytes.Count(data[:at], []byte("\n"))
	col := at - bytes.LastIndexByte(data[:at], '\n')
	return &diag.Diagnostic{
		Code: "load-read", Pos: diag.Pos{File: path, Line: line, Col: col}, Summary: "file cannot be read",
		Detail: fmt.Sprintf("The byte 0x%02X is not UTF-8.", data[at]), Hint: "save the file as UTF-8",
	}
}
