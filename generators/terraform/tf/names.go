package tf

import "strings"

// name gives every export that nobody declared its name. One that is taken, by
// an input or by another export, gives way to the long form for all who want it.
func (l *linker) name() {
	wanted := make(map[string]int)
	for name := range l.inputs {
		wanted[name]++
	}
	for name := range l.exports {
		wanted[name]++
	}
	derived := func(yield func(*export)) {
		for _, u := range l.sorted {
			for _, x := range u.outputs {
				if x.ref != (Ref{}) {
					yield(x)
				}
			}
		}
	}
	derived(func(x *export) { wanted[outputName(x.ref)]++ })
	used := make(map[string]bool)
	derived(func(x *export) {
		x.Name = outputName(x.ref)
		if wanted[x.Name] > 1 {
			x.Name = longOutputName(x.ref)
		}
		_, isInput := l.inputs[x.Name]
		if used[x.Name] || isInput || l.exports[x.Name] != nil {
			l.errorf("%s: the output name %s is taken", x.ref, x.Name)
		}
		used[x.Name] = true
	})
}

// outputName is label, type without its provider, and path, with words that
// repeat the one before left out: aws_security_group.web.id is
// web_security_group_id, aws_db_instance.db.address is db_instance_address. The
// label main says nothing and is left out: aws_vpc.main.id is vpc_id.
func outputName(r Ref) string {
	_, typ, ok := strings.Cut(r.Type, "_")
	if !ok {
		typ = r.Type
	}
	parts := []string{typ, pathWords(r.Path)}
	if r.Label != "main" {
		parts = append([]string{r.Label}, parts...)
	}
	var words []string
	for word := range strings.SplitSeq(strings.ReplaceAll(strings.Join(parts, "_"), "-", "_"), "_") {
		if word != "" && (len(words) == 0 || words[len(words)-1] != word) {
			words = append(words, word)
		}
	}
	return strings.Join(words, "_")
}

// longOutputName keeps type, label and path apart: aws_s3_bucket__media__arn.
func longOutputName(r Ref) string {
	name := r.Type + "__" + r.Label + "__" + pathWords(r.Path)
	if r.Data {
		return "data__" + name
	}
	return name
}

// pathWords is a path as part of an identifier: master_user_secret[0].secret_arn
// is master_user_secret_secret_arn. The first element of a list goes unsaid.
func pathWords(path string) string {
	path = strings.NewReplacer("[0]", "", "[*]", "", `["`, "_", `"]`, "", "[", "_", "]", "", ".", "_").Replace(path)
	return strings.Trim(path, "_")
}

// valueType is the type constraint for a value that does not state its own. It
// goes by the provider's naming: plurals of identifiers are lists.
func valueType(e Expr) Expr {
	switch e := e.(type) {
	case List:
		return Fn("list", Ident("string"))
	case Object:
		return Fn("map", Ident("string"))
	case Int, Float:
		return Ident("number")
	case Bool:
		return Ident("bool")
	case Ref:
		last := e.Path[strings.LastIndexByte(e.Path, '.')+1:]
		if strings.Contains(e.Path, "[*]") || isPlural(last) {
			return Fn("list", Ident("string"))
		}
		if last == "port" {
			return Ident("number")
		}
	}
	return Ident("string")
}

func isPlural(attribute string) bool {
	switch attribute[strings.LastIndexByte(attribute, '_')+1:] {
	case "ids", "arns", "names", "blocks", "groups", "servers", "zones":
		return true
	}
	return false
}
