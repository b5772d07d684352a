package load

import (
	"regexp"
	"strconv"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// quotation is a text in quotes in a comment of the schema.
var quotation = regexp.MustCompile(`"([^"]+)"`)

// quotedIn is the first text in quotes that has a form.
func quotedIn(docs string, form *pattern) string {
	if form == nil {
		return ""
	}
	for _, m := range quotation.FindAllStringSubmatch(docs, -1) {
		if form.matches(m[1]) {
			return m[1]
		}
	}
	return ""
}

// formExamples are texts that have the forms of the schema, by the form: what its
// comments give as examples.
func formExamples(definitions map[string]*shape, order []string) map[string]string {
	out := map[string]string{}
	note := func(s *shape, docs string) {
		if s.pattern == nil || out[s.pattern.source] != "" {
			return
		}
		if text := quotedIn(docs, s.pattern); text != "" {
			out[s.pattern.source] = text
		}
	}
	for _, name := range order {
		s := definitions[name]
		note(s, s.doc)
		for _, f := range s.fields {
			note(f.shape, f.doc)
		}
	}
	return out
}

// exampleText is a text of the form asked for: one that the comments on the field or
// its definition name, or one of another field with the same form; empty where there is none.
func (s *shape) exampleText(docs string) string {
	if s.pattern == nil {
		return "" // nothing is asked for
	}
	if text := quotedIn(docs, s.pattern); text != "" {
		return text
	}
	if text := quotedIn(s.doc, s.pattern); text != "" {
		return text
	}
	return theLanguage().examples[s.pattern.source]
}

// fewEnough is how many required fields an example spells out.
const fewEnough = 3

// example is something to type for a field of the shape, after its name and a colon.
func (s *shape) example(docs string) string {
	switch s.kind {
	case text:
		if text := s.exampleText(docs); text != "" {
			return strconv.Quote(text)
		}
		return `"…"`
	case whole:
		if s.min != nil {
			return strconv.FormatInt(*s.min, 10)
		}
	case constant:
		return (&value{data: s.is}).String()
	case choice:
		return s.choices[0].example("")
	case list:
		return "[…]"
	case boolean:
		return "true"
	case mapping:
		if name := quotedIn(docs, s.keys.pattern); name != "" {
			return model.Label(name) + ": " + s.values.example("")
		}
		return "{}"
	case structure:
		return s.exampleStruct()
	}
	return "{…}"
}

// exampleStruct has the required fields; where there are none, the first one if it is
// a text of some form.
func (s *shape) exampleStruct() string {
	var fields []string
	for _, f := range s.fields {
		if f.required {
			fields = append(fields, f.name+": "+f.example(f.doc))
		}
	}
	switch first := s.fields[0]; {
	case len(fields) > fewEnough:
		return "{…}"
	case len(fields) == 0 && first.kind == text && first.exampleText(first.doc) != "":
		return first.name + ": " + first.example(first.doc)
	}
	return oneOrBraces(fields)
}

// smallest is the shortest struct of the shape.
func (s *shape) smallest() string {
	if len(s.lacking(nil)) == 0 {
		return "{}"
	}
	return s.exampleStruct()
}

// oneOrBraces is a struct of fields; one alone needs no braces.
func oneOrBraces(fields []string) string {
	if len(fields) == 1 {
		return fields[0]
	}
	return "{" + strings.Join(fields, ", ") + "}"
}

var oneField = regexp.MustCompile(`^("[^"]*"|\w+): `)

// element is an example as it stands in a list, where a field needs braces.
func element(text string) string {
	if oneField.MatchString(text) {
		return "{" + text + "}"
	}
	return text
}

// repairs are what people leave out of a text or write too much, tried one after the other.
var repairs = []struct {
	wrong  *regexp.Regexp
	better string
}{
	{regexp.MustCompile(`\x00`), ""},
	{regexp.MustCompile(`^http://`), "https://"},
	{regexp.MustCompile(`^https?://`), ""},         // an image is no URL
	{regexp.MustCompile(`^[*]+|[*]+$`), ""},        // of keys, beginning and end are meant anyway
	{regexp.MustCompile(`^(\d+),(\d+)$`), "$1.$2"}, // 0,05
	{regexp.MustCompile(`^arn:[^/]*:secret:(.+)-[A-Za-z0-9]{6}$`), "$1"},
	{regexp.MustCompile(`^arn:[^/]*:(?:parameter|repository/)(.+)$`), "$1"},
	{regexp.MustCompile(`\s*([:/,-])\s*`), "$1"},                   // nginx: 1.27
	{regexp.MustCompile(`\b(\d):`), "0$1:"},                        // 3:00
	{regexp.MustCompile(`^([a-z0-9]+[.][a-z0-9]+)$`), "db.$1"},     // t4g.medium
	{regexp.MustCompile(`^(\d+[.]\d+[.]\d+[.]\d+)$`), "$1/16"},     // 10.0.0.0
	{regexp.MustCompile(`^([a-z]{2}(-[a-z]+)+-\d)[a-z]$`), "${1}"}, // eu-west-1a
	{regexp.MustCompile(`(\S)\s+(\S)`), "$1-$2"},                   // 1.2 rc1
}

// repaired is a text of the form asked for that is close to another one.
func repaired(s *shape, got string) (string, bool) {
	if len(got) > 100 {
		return "", false
	}
	var all []string
	for _, text := range []string{got, strings.ToLower(got)} {
		for _, r := range repairs {
			text = r.wrong.ReplaceAllString(text, r.better)
			all = append(all, text)
		}
	}
	all = append(all, cronTexts(got)...)
	if strings.HasPrefix(got, "arn:") {
		got = "" // nothing else is made of it
	}
	under := strings.ReplaceAll(got, "-", "_")
	for _, better := range append(all, slug(got), under, strings.ReplaceAll(slug(got), "-", "_"), strings.ToUpper(under)) {
		if better != got && s.pattern.matches(better) {
			return better, true
		}
	}
	return "", false
}

// besides are fields whose text people run together with that of another.
var besides = map[string]struct {
	both *regexp.Regexp
	next string
}{
	"repository": {regexp.MustCompile(`^([^:@]+):([A-Za-z0-9_][A-Za-z0-9._-]*)$`), "tag"},
}

// formHint is a value that has the form asked for, the nearest that is known.
func formHint(s *shape, got string, path model.Path, docs string) string {
	field := ""
	if len(path) > 0 {
		field = path[len(path)-1]
	}
	if b, ok := besides[field]; ok {
		if m := b.both.FindStringSubmatch(got); m != nil && s.pattern.matches(m[1]) {
			return write(path, strconv.Quote(m[1])+", "+b.next+": "+strconv.Quote(m[2]))
		}
	}
	if better, ok := repaired(s, got); ok {
		return write(path, strconv.Quote(better))
	}
	if word := diag.Nearest(got, s.pattern.words()); word != "" {
		return write(path, strconv.Quote(word))
	}
	if text := s.exampleText(docs); text != "" {
		return "for example " + strings.TrimPrefix(write(path, strconv.Quote(text)), "write ")
	}
	return ""
}

// nameHint is a name that has the form asked for.
func nameHint(keys *shape, got string) string {
	if better, ok := repaired(keys, got); ok {
		return "write " + model.Label(better)
	}
	return ""
}
