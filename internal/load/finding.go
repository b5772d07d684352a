package load

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// add reports one finding about the value at a path.
func (j *judge) add(code, summary string, v *value, path model.Path, hint, format string, args ...any) {
	j.found = append(j.found, diag.Diagnostic{
		Code: code, Pos: position(v.pos), Path: slices.Concat(j.prefix, path).String(),
		Summary: summary, Detail: fmt.Sprintf(format, args...), Hint: hint,
	})
	if at := position(v.record); at.Line > 0 && at.File != position(v.pos).File {
		last := &j.found[len(j.found)-1]
		last.Related = append(last.Related, diag.Related{Pos: at, Message: "the value comes from here"})
	}
}

// warn is add for what does not keep the platform from working.
func (j *judge) warn(code, summary string, v *value, path model.Path, hint, format string, args ...any) {
	j.add(code, summary, v, path, hint, format, args...)
	j.found[len(j.found)-1].Severity = diag.Warning
}

func (j *judge) wrongType(v *value, s *shape, path model.Path, docs string) {
	if namesSecret(path) && s.kind == text {
		j.noSecretName(v, s, path)
		return
	}
	is := withType(v)
	if n, ok := v.data.(number); ok && s.kind == text {
		is = "the number " + string(n)
	}
	j.add("schema-type", "wrong type", v, path, typeHint(v, s, path, docs),
		"%s is %s; it must be %s.", subject(path), is, s.describe(docs))
}

func (j *judge) outOfRange(v *value, s *shape, path model.Path, docs string) {
	hint := "write a number " + s.bounds(docs)
	if text, ok := s.fromNumber(v.String(), docs); ok {
		hint = write(path, text)
	}
	j.add("schema-range", "value out of range", v, path, hint,
		"%s is %s; it must be %s.", subject(path), v, s.bounds(docs))
}

func (j *judge) wrongForm(v *value, s *shape, path model.Path, docs string) {
	if namesSecret(path) {
		j.noSecretName(v, s, path)
		return
	}
	j.add("schema-pattern", "value of the wrong form", v, path, formHint(s, v.data.(string), path, docs),
		"%s is %s, which does not have the form that it needs. %s", subject(path), v, explain(s, docs))
}

func (j *judge) wrongName(m member, s *shape, path model.Path) {
	j.add("schema-name", "name of the wrong form", m.value, path, nameHint(s.keys, m.key),
		"%q cannot be a name in %s. %s", clip(m.key, 60), path[:len(path)-1], explain(s.keys, ""))
}

func (j *judge) wrongChoice(v *value, s *shape, path model.Path, docs string) {
	says := s.message
	if says == "" {
		says = "it must be " + s.describe(docs)
	}
	hint := ""
	if text, ok := s.fromText(fmt.Sprint(v.data), docs); ok {
		hint = write(path, text)
	} else if best := diag.Nearest(fmt.Sprint(v.data), s.constants()); best != "" {
		hint = write(path, s.constant(best))
	}
	j.add("schema-enum", "not one of the choices", v, path, hint, "%s is %s; %s.", subject(path), v, says)
}

func (j *judge) tooShort(v *value, s *shape, path model.Path, docs string) {
	j.add("schema-missing", "missing field", v, path, write(path, s.example(docs)),
		"%s is too short: it needs %d or more. %s", subject(path), len(s.items), docs)
}

// missing reports a required field that is not there: where the struct begins, or
// where an environment took it away.
func (j *judge) missing(v *value, f field, path model.Path) {
	at := path.Then(f.name)
	j.add("schema-missing", "missing field", v, at, fmt.Sprintf("add %s: %s", key(f.name), f.example(f.doc)),
		"%s has no %s: %s", subject(path), key(f.name), lowerFirst(f.doc))
	if pos, ok := j.removed[at.String()]; ok {
		last := &j.found[len(j.found)-1]
		last.Pos = pos
		last.Detail = fmt.Sprintf("null takes %s away from %s, which cannot be without it.", key(f.name), lowerFirst(subject(path)))
		last.Hint = "take this line out"
	}
}

// unknownField reports a key that the structure does not have, and returns the
// field that was probably meant, or "".
func (j *judge) unknownField(m member, s *shape, path model.Path, beside object) string {
	var free []string
	for _, name := range s.fieldNames() {
		if beside.get(name) == nil {
			free = append(free, name)
		}
	}
	of, _, _ := strings.Cut(s.doc, " ")
	if e, ok := elsewhere[of+"."+m.key]; ok {
		j.add("schema-unknown-field", "unknown field", m.value, path.Then(m.key), e.hint, "%s has no field %s: %s", subject(path), key(m.key), e.detail)
		j.found[len(j.found)-1].Secret = true
		return ""
	}
	meant := cmp.Or(diag.Nearest(m.key, free), diag.Nearest(m.key, s.fieldNames()))
	hint := "there is " + strings.Join(s.fieldNames(), ", ")
	if meant != "" {
		hint = fmt.Sprintf("did you mean %s?", meant)
	}
	j.add("schema-unknown-field", "unknown field", m.value, path.Then(m.key), hint,
		"%s has no field %s.", subject(path), key(m.key))
	return meant
}

// elsewhere are fields that people look for in a definition, and where it is that they stand.
var elsewhere = map[string]struct{ detail, hint string }{
	"#Database.password":       {rdsPassword, takePasswordOut},
	"#Database.masterPassword": {rdsPassword, takePasswordOut},
	"#Secret.value": {
		"values never stand in files: the secret is made empty.",
		"take it out, and put the value in after the first apply: docs/operations.md of the platform has the command",
	},
}

const (
	rdsPassword     = "RDS makes the password and keeps it in Secrets Manager."
	takePasswordOut = "take it out: what has the database in its uses gets the password from there"
)

// subject names a value at the beginning of a sentence.
func subject(path model.Path) string {
	if len(path) == 0 {
		return "The platform"
	}
	return path.String()
}
